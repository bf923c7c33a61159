use cloudc_state::{KeyError, StateError};

use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Seal the secrets of the state anew, with a new key
///
/// The new key is wrapped by what the program and the environment say now, so that this also goes from a key file to a
/// passphrase or to a key of KMS. Earlier versions of the state stay sealed as they were.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    cloud: Chosen,

    /// Give up what cannot be opened any more: the next apply makes anew what it belongs to
    #[arg(long)]
    give_up: bool,
}

pub(super) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    let kind = args.cloud.kind;
    cloud::block_on(kind, async {
        let mut state = cloud::hold(kind, &program, "state rekey").await?;
        state.kept_by(cloud::keepers(kind, &program, program.app()?, true).map_err(StateError::from)?);
        state.checkpoint().await?;
        // What a service refuses today it may grant tomorrow.
        let done = state.rekey(&|why| args.give_up && !matches!(why, KeyError::Refused { .. })).await;
        let document = state.close().await?;
        let given_up = done?;
        let kept: usize = document.all().map(|(_, record)| record.sealed.len()).sum();
        let mut text = format!("{kept} secrets are sealed with a new key.\n");
        for (address, place) in given_up {
            text.push_str(&format!("`{address}.{place}` is given up: the next apply makes `{address}` anew.\n"));
        }
        disk::print(&text);
        Ok(Exit::Clean)
    })
}
