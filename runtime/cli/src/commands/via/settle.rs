//! A stack before and beside its change sets: at rest, watched, left as it was.

use cloudc_aws::{ChangeSet, Stack};
use cloudc_provider::Class;

use super::deploy::{Deploy, Wish};
use super::said;
use super::script::Part;
use super::watched::{Expected, Spot};
use crate::failure::Failure;

impl Deploy<'_> {
    /// The stack as it is when nobody works on it: what a run before has begun is waited for, what is left of a creation that
    /// failed is taken away.
    pub(super) async fn settled(&self, part: &Part, region: &str) -> Result<Option<Stack>, Failure> {
        let refused = part.refused();
        let mut stack = self.watcher.stacks.stack(region, &part.stack).await.map_err(&refused)?;
        if let Some(moving) = stack.as_ref().filter(|stack| stack.is_moving()) {
            eprintln!("note: CloudFormation is at work on the stack {}: waiting for it", part.stack);
            let spot = Spot { region, name: &part.stack, id: &moving.id };
            self.watcher.watched(spot, Expected::calls(1), async { Ok(()) }).await?.ok_or_else(|| unsettled(part))?;
            stack = self.watcher.stacks.stack(region, &part.stack).await.map_err(&refused)?;
        }
        if let Some((what, help)) = stack.as_ref().and_then(|stack| said::stuck(&part.stack, region, &stack.status)) {
            return Err(Failure::NotThroughStacks { what, help });
        }
        if let Some(left) = stack.as_ref().filter(|stack| is_left(&stack.status)) {
            if self.wish != Wish::Apply {
                let what =
                    format!("a plan for the stack `{}`, which is what is left of a creation that failed,", part.stack);
                let help = "`apply` takes it away first".to_owned();
                return Err(Failure::NotThroughStacks { what, help });
            }
            eprintln!("note: the stack {} is what is left of a creation that failed: it goes first", part.stack);
            self.deleted(part, region, &left.id).await?;
            stack = None;
        }
        Ok(stack.filter(|stack| !stack.is_new() && !stack.is_gone()))
    }

    /// Takes away the empty stack that a change set which could not be worked out has left, as far as that may be done.
    pub(super) async fn forsake(&self, part: &Part, region: &str) {
        let stacks = self.watcher.stacks;
        if let Ok(Some(stack)) = stacks.stack(region, &part.stack).await
            && stack.is_new()
            && stacks.delete(region, &stack.id).await.is_err()
        {
            eprintln!("note: an empty stack {} is left, which could not be deleted", part.stack);
        }
    }

    /// Leaves everything as it was: the change set goes, and a stack that was there for it only.
    pub(super) async fn leave(&self, part: &Part, region: &str, set: &ChangeSet, is_new: bool) -> Result<(), Failure> {
        let refused = part.refused();
        self.watcher.stacks.drop_change_set(region, &set.stack, &set.id).await.map_err(&refused)?;
        if !is_new {
            return Ok(());
        }
        match self.watcher.stacks.delete(region, &set.stack).await {
            Err(fault) if fault.class == Class::Denied => {
                eprintln!("note: an empty stack {} is left, which may not be deleted: {}", part.stack, fault.message);
                Ok(())
            }
            deleted => deleted.map_err(refused),
        }
    }

    /// Deletes a stack and waits until it is gone.
    pub(super) async fn deleted(&self, part: &Part, region: &str, id: &str) -> Result<(), Failure> {
        let spot = Spot { region, name: &part.stack, id };
        let gone = self.watcher.watched(spot, Expected::calls(1), self.watcher.stacks.delete(region, id)).await?;
        gone.map(drop).ok_or_else(|| unsettled(part))
    }
}

/// Whether it is what is left of a creation that failed.
fn is_left(status: &str) -> bool {
    matches!(status, "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" | "CREATE_FAILED")
}

fn unsettled(part: &Part) -> Failure {
    Failure::NotThroughStacks {
        what: format!("anything else of the stack `{}`", part.stack),
        help: "CloudFormation is still at work on it: run the command again".to_owned(),
    }
}
