use cloudc_state::StateError;

use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Make a state that `state pull` printed the one that is recorded
///
/// It has to be a version of the same state. The one that is recorded now stays in the history.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    cloud: Chosen,

    /// The file
    #[arg(value_hint = clap::ValueHint::FilePath)]
    file: String,

    /// Even if it is older than what is recorded
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    let pushed = cloudc_state::read(&disk::text(&args.file)?)?;
    cloud::block_on(args.cloud.kind, async {
        let mut state = cloud::hold(args.cloud.kind, &program, "state push").await?;
        let here = state.document().serial;
        let done = if pushed.serial < here && !args.force {
            Err(StateError::Older { pushed: pushed.serial, here })
        } else {
            state.checkpoint().await?;
            state.replace(pushed).await
        };
        let serial = state.close().await?.serial;
        done?;
        disk::print(&format!("The state is version {serial} now.\n"));
        Ok(Exit::Clean)
    })
}
