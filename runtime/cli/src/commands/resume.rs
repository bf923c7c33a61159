use super::halt::{self, Way};
use crate::colour::Colour;
use crate::exit::Exit;
use crate::failure::Failure;

/// Bring back what was halted
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    what: halt::What,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    halt::go(&args.what, Way::Resume, colour)
}
