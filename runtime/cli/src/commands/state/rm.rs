use cloudc_state::{Entry, StateError, Target};

use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Forget a recorded resource, or everything recorded below an address: it stays in the cloud and is nobody's
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
        let found = match document.pending.len() {
            0 => super::below(document, &args.address),
            open => Err(StateError::Pending(open).into()),
        };
        let told = |address: &String| {
            let record = document.at(address)?;
            Some(format!("`{address}` is forgotten: {} `{}` stays in the cloud.\n", record.ty, record.identifier))
        };
        let told: String = found.iter().flatten().filter_map(told).collect();
        let entries = found.iter().flatten().map(|address| Entry::Forgotten(Target::at(address))).collect();
        let recorded = state.record(entries).await;
        state.close().await?;
        found?;
        recorded?;
        disk::print(&told);
        Ok(Exit::Clean)
    })
}
