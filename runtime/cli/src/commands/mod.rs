//! The commands: one file each, with its arguments and what it does.

pub(crate) mod adopt;
pub(crate) mod apply;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod destroy;
pub(crate) mod discover;
pub(crate) mod doc;
pub(crate) mod drift;
pub(crate) mod emit;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod graph;
pub(crate) mod halt;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod kubeconfig;
pub(crate) mod man;
pub(crate) mod output;
pub(crate) mod pass;
pub(crate) mod pick;
pub(crate) mod plan;
pub(crate) mod resume;
pub(crate) mod show;
pub(crate) mod ssh;
pub(crate) mod state;
pub(crate) mod tree;
pub(crate) mod tunnel;
pub(crate) mod undo;
pub(crate) mod unlock;
pub(crate) mod via;
mod wait;
pub(crate) mod r#where;
pub(crate) mod why;

use crate::args::{Cli, Command};
use crate::colour::Colour;
use crate::exit::Exit;
use crate::failure::Failure;

/// Runs what the command line asks for.
pub(crate) fn run(cli: Cli, colour: Colour) -> Result<Exit, Failure> {
    match cli.command {
        Command::Check(args) => check::run(&args, colour),
        Command::Fmt(args) => fmt::run(&args, colour),
        Command::Doc(args) => doc::run(&args, colour),
        Command::Emit(args) => emit::run(&args, colour),
        Command::Eval(args) => eval::run(&args, colour),
        Command::Show(args) => show::run(&args, colour),
        Command::Where(args) => r#where::run(&args),
        Command::Why(args) => why::run(&args, colour),
        Command::Graph(args) => graph::run(&args, colour),
        Command::Plan(args) => plan::run(&args, colour),
        Command::Apply(args) => apply::run(&args, colour),
        Command::Destroy(args) => destroy::run(&args, colour),
        Command::Adopt(args) => adopt::run(&args, colour),
        Command::Drift(args) => drift::run(&args, colour),
        Command::Import(args) => import::run(&args, colour),
        Command::Discover(args) => discover::run(&args, colour),
        Command::Halt(args) => halt::run(&args, colour),
        Command::Resume(args) => resume::run(&args, colour),
        Command::Ssh(args) => ssh::run(&args, colour),
        Command::Tunnel(args) => tunnel::run(&args, colour),
        Command::Kubeconfig(args) => kubeconfig::run(&args, colour),
        Command::Pass(args) => pass::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Undo(args) => undo::run(&args, colour),
        Command::Unlock(args) => unlock::run(&args, colour),
        Command::Output(args) => output::run(&args, colour),
        Command::State(args) => state::run(&args, colour),
        Command::Explain(args) => explain::run(&args, colour),
        Command::Tree(args) => tree::run(&args),
        Command::Completions(args) => Ok(completions::run(&args)),
        Command::Man(args) => man::run(&args),
    }
}
