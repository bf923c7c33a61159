use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;
use crate::disk;
use crate::exit::Exit;

/// Print the completions for a shell
///
/// For example: cloudc completions bash > /etc/bash_completion.d/cloudc
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &Args) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "cloudc", &mut script);
    disk::print(&String::from_utf8_lossy(&script));
    Exit::Clean
}
