//! Something that CloudFormation is told to do with a stack, watched to its end.

use std::collections::BTreeMap;

use cloudc_aws::{Stack, Stacks};
use cloudc_engine::{Options, Report};
use cloudc_provider::Fault;

use super::follow::Watch;
use super::inside::inside;
use super::packed::Packed;
use crate::cloud;
use crate::colour::Colour;
use crate::failure::Failure;
use crate::program::Program;
use crate::shown::Progress;

/// Where a stack is, what people call it, and its ARN.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'s> {
    pub(super) region: &'s str,
    pub(super) name: &'s str,
    pub(super) id: &'s str,
}

/// What a stack is expected to do.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Expected<'e> {
    /// How often it changes something.
    pub(super) calls: usize,
    /// The addresses of what it changes only its own notes of.
    pub(super) noted: &'e [String],
}

impl Expected<'_> {
    /// So many changes.
    pub(super) fn calls(calls: usize) -> Expected<'static> {
        Expected { calls, noted: &[] }
    }
}

/// What it takes to watch the stacks of a program.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watcher<'w> {
    pub(super) program: &'w Program,
    pub(super) packed: &'w Packed,
    pub(super) stacks: &'w Stacks,
    pub(super) json: bool,
    pub(super) colour: Colour,
}

impl Watcher<'_> {
    /// Begins something with a stack, and watches until CloudFormation has come to an end; none if somebody does not want to watch any
    /// longer, which is said.
    pub(super) async fn watched(
        &self,
        spot: Spot<'_>,
        expected: Expected<'_>,
        begin: impl Future<Output = Result<(), Fault>>,
    ) -> Result<Option<(Report, Option<Stack>)>, Failure> {
        let refused = |source: Fault| Failure::Refused { what: spot.name.to_owned(), source };
        let since = self.seen(spot).await.map_err(refused)?;
        begin.await.map_err(refused)?;
        let (options, mut progress) = (Options::default(), Progress::new(self.colour, self.json));
        let _listening = cloud::listen(&options.stop);
        progress.begin(expected.calls);
        let watch = Watch::new(self, spot, (&mut progress, &options.stop), since).quiet_about(expected.noted);
        let came = watch.follow(spot.id).await;
        progress.end();
        let came = came.map_err(refused)?;
        if came.is_none() {
            eprintln!("note: CloudFormation goes on with the stack {}; the same command watches it further", spot.name);
        }
        Ok(came)
    }

    /// The last event of a stack, and of those inside of it, by now.
    async fn seen(&self, spot: Spot<'_>) -> Result<BTreeMap<String, Option<String>>, Fault> {
        let mut seen = BTreeMap::new();
        seen.insert(spot.id.to_owned(), self.stacks.newest(spot.region, spot.id).await?);
        for inner in inside(self.stacks, spot.region, spot.id).await?.into_keys() {
            let newest = self.stacks.newest(spot.region, &inner).await?;
            seen.insert(inner, newest);
        }
        Ok(seen)
    }
}
