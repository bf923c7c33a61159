use cloudc_state::{Entry, StateError, Target};

use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Forget a recorded resource: it stays in the cloud and is nobody's
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
    cloud::block_on(args.cloud.kind, async {
        let mut state = cloud::hold(args.cloud.kind, &program, "state rm").await?;
        let document = state.document();
        let found = match document.at(&args.address) {
            _ if !document.pending.is_empty() => Err(StateError::Pending(document.pending.len()).into()),
            Some(record) => Ok((record.ty.clone(), record.identifier.clone())),
            None => Err(Failure::NoSuchRecord { address: args.address.clone() }),
        };
        if found.is_ok() {
            state.record(vec![Entry::Forgotten(Target::at(&args.address))]).await?;
        }
        state.close().await?;
        let (ty, identifier) = found?;
        disk::print(&format!("`{}` is forgotten: {ty} `{identifier}` stays in the cloud.\n", args.address));
        Ok(Exit::Clean)
    })
}
