use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Make an earlier version of the state the newest one
///
/// The cloud stays as it is: what was made since is not recorded then, and `cloudc discover` finds it. To take a run back
/// together with what it did, there is `cloudc undo`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    cloud: Chosen,

    /// The version, as `state history` lists it
    serial: u64,
}

pub(super) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    cloud::block_on(args.cloud.kind, async {
        let mut state = cloud::hold(args.cloud.kind, &program, "state rollback").await?;
        state.checkpoint().await?;
        let done = state.roll_back(args.serial).await;
        let serial = state.close().await?.serial;
        done?;
        disk::print(&format!("The state is that of version {}; it is version {serial} now.\n", args.serial));
        Ok(Exit::Clean)
    })
}
