//! What a run of Helm that did not come to its end left behind.

use std::time::Duration;

use cloudc_provider::{Fault, Progress};
use serde_json::Value as Json;
use tokio::time::{Instant, sleep};

use super::chart::Chart;
use super::release::Release;

/// How often a release is looked at that somebody else may be at work on.
const LOOK: Duration = Duration::from_secs(2);

impl Chart<'_> {
    /// Ends what a run before this one left half done: waits as long as Helm may be at work, then goes back to what was
    /// there before. `revisions` are those of the release, the newest first.
    pub(super) async fn take_back(
        &self,
        revisions: Vec<Release>,
        properties: &Json,
        progress: &dyn Progress,
    ) -> Result<(), Fault> {
        let age = revisions.first().map(Release::age).unwrap_or_default();
        let deadline = Instant::now() + self.patience(properties).saturating_sub(age) + LOOK;
        let mut revisions = revisions;
        while revisions.first().is_some_and(Release::is_pending) && Instant::now() < deadline {
            progress.says("waits for a run of helm that may be at work");
            sleep(LOOK).await;
            revisions = self.revisions().await?;
        }
        self.go_back(&revisions, properties).await
    }

    /// Goes back to what was there before a run that did not come to its end, and is not at work any more.
    pub(super) async fn go_back(&self, revisions: &[Release], properties: &Json) -> Result<(), Fault> {
        let Some((newest, others)) = revisions.split_first() else { return Ok(()) };
        if !newest.is_pending() {
            return Ok(());
        }
        let changes = matches!(newest.status.as_str(), "pending-upgrade" | "pending-rollback");
        // Of those before it, one that failed is better than none: what it holds stays.
        let failed = || others.iter().find(|release| release.status == "failed");
        let before = others.iter().find(|release| release.was_well()).or_else(failed);
        let Some(before) = before.filter(|_| changes) else { return self.uninstall().await };
        self.roll_back(before, properties).await
    }

    /// Makes the release what it was at a revision.
    pub(super) async fn roll_back(&self, to: &Release, properties: &Json) -> Result<(), Fault> {
        let (revision, timeout) = (to.revision.to_string(), self.timeout(properties));
        self.helm(&["rollback", "--timeout", &timeout, "--", &self.name, &revision], None).await.map(drop)
    }
}
