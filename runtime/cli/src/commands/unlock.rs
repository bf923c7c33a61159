use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Take the state away from a run that is gone
///
/// On this machine a lock ends with its process, and nobody has to do this. Where there are no locks, as on some network file
/// systems, this says that the owner is dead; if it is not, it notices before it sends anything more. Nothing is changed in
/// the cloud; the next run finds out what became of what was running.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    cloud: Chosen,

    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    if !args.yes && !cloud::yes("The state is taken away from whoever has it.")? {
        return Ok(Exit::Incomplete);
    }
    cloud::block_on(args.cloud.kind, async {
        let owner = cloud::keep(args.cloud.kind, &program).await?.break_lock().await?;
        disk::print(&match owner {
            Some(owner) => format!("The state was taken away from {owner}.\n"),
            None => "Nobody had the state.\n".to_owned(),
        });
        Ok(Exit::Clean)
    })
}
