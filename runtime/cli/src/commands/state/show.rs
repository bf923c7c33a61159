use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Print everything that is recorded of one resource, as JSON
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    cloud: Chosen,

    /// Its address
    address: String,
}

pub(super) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    let document = cloud::recorded(args.cloud.kind, &program)?;
    let record = document.at(&args.address).ok_or_else(|| Failure::NoSuchRecord { address: args.address.clone() })?;
    disk::print(&(serde_json::to_string_pretty(record).unwrap_or_default() + "\n"));
    Ok(Exit::Clean)
}
