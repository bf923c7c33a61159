use std::path::PathBuf;

use clap::CommandFactory;

use crate::args::Cli;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;

/// Print or write the manual pages
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write a page for each command into this folder
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.out {
        Some(folder) => {
            let path = folder.display().to_string();
            std::fs::create_dir_all(folder)
                .and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
                .map_err(|source| Failure::Unwritable { path, source })?;
        }
        None => {
            let mut page = Vec::new();
            let path = "<stdout>".to_owned();
            clap_mangen::Man::new(Cli::command())
                .render(&mut page)
                .map_err(|source| Failure::Unwritable { path, source })?;
            disk::print(&String::from_utf8_lossy(&page));
        }
    }
    Ok(Exit::Clean)
}
