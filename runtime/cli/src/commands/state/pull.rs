use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Print the state as it is kept, for `state push`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    cloud: Chosen,
}

pub(super) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    let document = cloud::recorded(args.cloud.kind, &program)?;
    disk::print(&cloudc_state::write(&document)?);
    Ok(Exit::Clean)
}
