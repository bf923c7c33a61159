use clap::{Parser, Subcommand};

use crate::colour::ColourChoice;
use crate::commands::{
    apply, check, completions, destroy, discover, doc, drift, emit, eval, explain, fmt, graph, halt, import, init,
    kubeconfig, man, output, pass, plan, resume, show, ssh, state, tree, tunnel, undo, unlock, r#where, why,
};

const ABOUT: &str = "A compiler for cloud systems written as they are drawn";

const AFTER: &str = "\
Exit codes:
  0  done, nothing found
  1  done, findings
  2  the command line is wrong
  3  the run failed
  4  not everything was done
  5  there is something to do (plan --detailed-exitcode)

A finding has a code: `cloudc explain E0120` tells about it.";

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "cloudc", version, about = ABOUT, after_help = AFTER, max_term_width = 100, infer_subcommands = true)]
#[command(disable_help_subcommand = true, subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// Colour the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    #[arg(help = "Colour the output: auto, always or never")]
    pub(crate) color: ColourChoice,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// One command, one file.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::Args),
    Check(check::Args),
    Fmt(fmt::Args),
    Doc(doc::Args),
    Emit(emit::Args),
    Eval(eval::Args),
    Show(show::Args),
    Where(r#where::Args),
    Why(why::Args),
    Graph(graph::Args),
    Plan(plan::Args),
    Apply(apply::Args),
    Destroy(destroy::Args),
    Undo(undo::Args),
    Drift(drift::Args),
    Import(import::Args),
    Discover(discover::Args),
    Halt(halt::Args),
    Resume(resume::Args),
    Ssh(ssh::Args),
    Tunnel(tunnel::Args),
    Kubeconfig(kubeconfig::Args),
    #[command(hide = true)]
    Pass(pass::Args),
    Output(output::Args),
    State(state::Args),
    Unlock(unlock::Args),
    Explain(explain::Args),
    Tree(tree::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// `NAME=VALUE`: a param of the program and its value.
pub(crate) fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}
