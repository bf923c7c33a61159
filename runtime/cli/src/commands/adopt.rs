use super::apply::How;
use super::via;
use crate::colour::Colour;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Take over what `--via cloudformation` has made, without replacing anything
///
/// What the program's stacks hold is recorded as the program's, as if it had been made directly; then the stacks are deleted, and
/// everything in them stays. Until all of it is recorded the stacks stay too, and the same command goes on.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile(colour)?;
    program.is_ready()?;
    let how = How::in_aws(args.yes);
    via::adopt(program, &how, colour)
}
