use cloudc_state::{Document, Entry, StateError};

use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Give a recorded resource, or everything recorded below an address, another address
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
        let (moved, recorded) = match moves(state.document(), &args.from, &args.to) {
            Ok(moves) => {
                let entries = moves.iter().map(|(from, to)| Entry::Moved { from: from.clone(), to: to.clone() });
                let recorded = state.record(entries.collect()).await;
                (Ok(moves), recorded)
            }
            Err(failure) => (Err(failure), Ok(())),
        };
        state.close().await?;
        let (moved, ()) = (moved?, recorded?);
        let line = |(from, to): &(String, String)| format!("`{from}` is recorded at `{to}` now.\n");
        disk::print(&moved.iter().map(line).collect::<String>());
        Ok(Exit::Clean)
    })
}

/// What gets which address: what is recorded at `from`, or else everything below it.
fn moves(document: &Document, from: &str, to: &str) -> Result<Vec<(String, String)>, Failure> {
    if !document.pending.is_empty() {
        return Err(StateError::Pending(document.pending.len()).into());
    }
    let moves: Vec<(String, String)> = super::below(document, from)?
        .into_iter()
        .filter_map(|old| {
            let new = format!("{to}{}", old.strip_prefix(from)?);
            Some((old, new))
        })
        .collect();
    match moves.iter().find(|(_, new)| document.at(new).is_some()) {
        Some((_, new)) => Err(Failure::RecordThere { address: new.clone() }),
        None => Ok(moves),
    }
}
