//! A stack before and beside its change sets: at rest, watched, left as it was.

use cloudc_aws::{ChangeSet, Stack};
use cloudc_engine::{Options, Report};
use cloudc_provider::{Class, Fault};

use super::deploy::{Deploy, Wish};
use super::follow::{Watch, last};
use super::script::Part;
use crate::cloud;
use crate::failure::Failure;
use crate::shown::Progress;

impl Deploy<'_> {
    /// The stack as it is when nobody works on it: what a run before has begun is waited for, what is left of a creation that
    /// failed is taken away.
    pub(super) async fn settled(&self, part: &Part, region: &str) -> Result<Option<Stack>, Failure> {
        let refused = |source: Fault| Failure::Refused { what: part.stack.clone(), source };
        let mut stack = self.stacks.stack(region, &part.stack).await.map_err(refused)?;
        if let Some(moving) = stack.as_ref().filter(|stack| stack.is_moving()) {
            eprintln!("note: CloudFormation is at work on the stack {}: waiting for it", part.stack);
            let id = moving.id.clone();
            let since = last(self.stacks, region, &id).await.map_err(refused)?;
            self.watch(part, region, &id, since, 1).await?.ok_or_else(|| unsettled(part))?;
            stack = self.stacks.stack(region, &part.stack).await.map_err(refused)?;
        }
        if let Some(left) = stack.as_ref().filter(|stack| stack.status == "ROLLBACK_COMPLETE") {
            if self.wish != Wish::Apply {
                let what =
                    format!("a plan for the stack `{}`, which is what is left of a creation that failed,", part.stack);
                let help = "`apply` takes it away first".to_owned();
                return Err(Failure::NotThroughStacks { what, help });
            }
            eprintln!("note: the stack {} is what is left of a creation that failed: it goes first", part.stack);
            let id = left.id.clone();
            let since = last(self.stacks, region, &id).await.map_err(refused)?;
            self.stacks.delete(region, &id).await.map_err(refused)?;
            self.watch(part, region, &id, since, 1).await?.ok_or_else(|| unsettled(part))?;
            stack = None;
        }
        Ok(stack.filter(|stack| !stack.is_new() && stack.status != "DELETE_COMPLETE"))
    }

    /// Leaves everything as it was: the change set goes, and a stack that was there for it only.
    pub(super) async fn leave(&self, part: &Part, region: &str, set: &ChangeSet, is_new: bool) -> Result<(), Failure> {
        let refused = |source: Fault| Failure::Refused { what: part.stack.clone(), source };
        self.stacks.drop_change_set(region, &set.stack, &set.id).await.map_err(refused)?;
        if !is_new {
            return Ok(());
        }
        match self.stacks.delete(region, &set.stack).await {
            Err(fault) if fault.class == Class::Denied => {
                eprintln!("note: an empty stack {} is left, which may not be deleted: {}", part.stack, fault.message);
                Ok(())
            }
            deleted => deleted.map_err(refused),
        }
    }

    /// Watches what CloudFormation does with a stack until it has come to an end; none if somebody does not want to watch any longer.
    pub(super) async fn watch(
        &self,
        part: &Part,
        region: &str,
        stack: &str,
        since: Option<String>,
        calls: usize,
    ) -> Result<Option<(Report, Option<Stack>)>, Failure> {
        let options = Options::default();
        let mut progress = Progress::new(self.colour, self.how.json);
        cloud::listen(&options.stop);
        progress.begin(calls);
        let place = (self.stacks, region, stack);
        let watch = Watch::new(place, (self.program, self.packed), (&mut progress, &options.stop), since);
        let came = watch.follow(stack).await;
        progress.end();
        let came = came.map_err(|source| Failure::Refused { what: part.stack.clone(), source })?;
        if came.is_none() {
            eprintln!(
                "note: CloudFormation goes on with the stack {}; the same command watches it further",
                part.stack
            );
        }
        Ok(came)
    }
}

fn unsettled(part: &Part) -> Failure {
    Failure::NotThroughStacks {
        what: format!("anything else of the stack `{}`", part.stack),
        help: "CloudFormation is still at work on it: run the command again".to_owned(),
    }
}
