//! `cloudc`: the command line. It reads files, calls the compiler, prints, and ends with a code that means something.
//!
//! One command is one file in `commands/`; one output format is one file in `report/`. What points into a program is a
//! finding and drawn by `report`; what goes wrong in a run is a [`Failure`](failure::Failure) and drawn by miette.

mod args;
mod build;
mod cloud;
mod colour;
mod commands;
mod disk;
mod exit;
mod failure;
mod program;
mod report;
mod shell;
mod shown;

use std::process::ExitCode;

use clap::Parser;

use args::Cli;
use exit::Exit;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let colour = colour::decide(cli.color);
    match commands::run(cli, colour) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            let exit = failure.exit();
            failure::print(&failure, colour);
            exit.into()
        }
    }
}

/// Help and version are no mistakes; everything else that clap says is one.
fn usage(error: &clap::Error) -> ExitCode {
    let printed = error.print();
    let fine = printed.is_ok() && !error.use_stderr();
    if fine { Exit::Clean.into() } else { Exit::Usage.into() }
}
