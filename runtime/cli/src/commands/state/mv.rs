use cloudc_state::{Entry, StateError};

use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Give a recorded resource another address
///
/// In a program `@was(OLD)` does this for everybody who applies it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    cloud: Chosen,

    /// The address that it has
    from: String,

    /// The address that it gets
    to: String,
}

pub(super) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    cloud::block_on(args.cloud.kind, async {
        let mut state = cloud::hold(args.cloud.kind, &program, "state mv").await?;
        let document = state.document();
        let checked = match () {
            () if !document.pending.is_empty() => Err(StateError::Pending(document.pending.len()).into()),
            () if document.at(&args.from).is_none() => Err(Failure::NoSuchRecord { address: args.from.clone() }),
            () if document.at(&args.to).is_some() => Err(Failure::RecordThere { address: args.to.clone() }),
            () => Ok(()),
        };
        let moved = match checked {
            Ok(()) => state.record(vec![Entry::Moved { from: args.from.clone(), to: args.to.clone() }]).await,
            Err(_) => Ok(()),
        };
        state.close().await?;
        checked.and(moved.map_err(Failure::from))?;
        disk::print(&format!("`{}` is recorded at `{}` now.\n", args.from, args.to));
        Ok(Exit::Clean)
    })
}
