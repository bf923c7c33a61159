//! What is recorded, looked at and put right: one thing that can be done with it, one file.

mod history;
mod list;
mod mv;
mod pull;
mod push;
mod rekey;
mod rm;
mod rollback;
mod show;

use clap::Subcommand;
use cloudc_state::Document;

use crate::colour::Colour;
use crate::exit::Exit;
use crate::failure::Failure;

/// Look at what is recorded of the program, and put it right
///
/// Nothing here changes anything in a cloud.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    List(list::Args),
    Show(show::Args),
    Mv(mv::Args),
    Rm(rm::Args),
    Pull(pull::Args),
    Push(push::Args),
    History(history::Args),
    Rollback(rollback::Args),
    Rekey(rekey::Args),
}

/// The addresses that one stands for: its own where something is recorded there, else all below it.
fn below(document: &Document, address: &str) -> Result<Vec<String>, Failure> {
    if document.at(address).is_some() {
        return Ok(vec![address.to_owned()]);
    }
    let all = document.resources.keys().filter(|known| cloudc_engine::holds(address, known)).cloned();
    let all: Vec<String> = all.collect();
    if all.is_empty() { Err(Failure::NoSuchRecord { address: address.to_owned() }) } else { Ok(all) }
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    match &args.what {
        What::List(args) => list::run(args, colour),
        What::Show(args) => show::run(args, colour),
        What::Mv(args) => mv::run(args, colour),
        What::Rm(args) => rm::run(args, colour),
        What::Pull(args) => pull::run(args, colour),
        What::Push(args) => push::run(args, colour),
        What::History(args) => history::run(args, colour),
        What::Rollback(args) => rollback::run(args, colour),
        What::Rekey(args) => rekey::run(args, colour),
    }
}
