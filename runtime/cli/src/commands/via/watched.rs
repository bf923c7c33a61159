//! Something that CloudFormation is told to do with a stack, watched to its end.

use cloudc_aws::{Stack, Stacks};
use cloudc_engine::{Options, Report};
use cloudc_provider::Fault;

use super::follow::Watch;
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
    /// Begins something with a stack that changes so many things, and watches until CloudFormation has come to an end; none if
    /// somebody does not want to watch any longer, which is said.
    pub(super) async fn watched(
        &self,
        spot: Spot<'_>,
        calls: usize,
        begin: impl Future<Output = Result<(), Fault>>,
    ) -> Result<Option<(Report, Option<Stack>)>, Failure> {
        let refused = |source: Fault| Failure::Refused { what: spot.name.to_owned(), source };
        let since = self.stacks.newest(spot.region, spot.id).await.map_err(refused)?;
        begin.await.map_err(refused)?;
        let (options, mut progress) = (Options::default(), Progress::new(self.colour, self.json));
        let _listening = cloud::listen(&options.stop);
        progress.begin(calls);
        let watch = Watch::new(self, spot, (&mut progress, &options.stop), since);
        let came = watch.follow(spot.id).await;
        progress.end();
        let came = came.map_err(refused)?;
        if came.is_none() {
            eprintln!("note: CloudFormation goes on with the stack {}; the same command watches it further", spot.name);
        }
        Ok(came)
    }
}
