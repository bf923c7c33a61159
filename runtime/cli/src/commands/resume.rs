use super::halt::{self, Way};
use crate::colour::Colour;
use crate::exit::Exit;
use crate::failure::Failure;

/// Bring back what was halted
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    like: halt::Args,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    halt::go(&args.like, Way::Resume, colour)
}
