//! Installing and upgrading, which Helm does by one command.

use cloudc_provider::{Actual, Class, Fault, Progress, Readiness, path};
use serde_json::{Value as Json, json};

use super::chart::Chart;
use super::program::KILLED;
use super::release::{ADDRESS, APP, MADE_BY, is_label};

impl Chart<'_> {
    /// Makes the release what its properties say, whether there is one or not.
    pub(super) async fn install(&self, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        let before = self.revisions().await?;
        let revision = before.first().map(|release| release.revision);
        let mut labels = format!("{APP}={}", self.call.app);
        if is_label(&self.call.address) {
            labels.push_str(&format!(",{ADDRESS}={}", self.call.address));
        }
        if revision.is_none() {
            // Those that follow take it over.
            labels.push_str(&format!(",{MADE_BY}={}", self.call.token));
        }
        let chart = path::text(properties, "chart").unwrap_or_default();
        progress.says(&format!("helm installs `{chart}`"));
        match self.upgrade(properties, &["--labels", &labels]).await {
            Ok(_) => match self.revisions().await?.first() {
                Some(release) => self.actual(release).await,
                None => Err(self.missing()),
            },
            Err(fault) => Err(self.failed(fault, revision, properties).await),
        }
    }

    /// Runs the command, with more words than the properties make; gives what it says.
    pub(super) async fn upgrade(&self, properties: &Json, more: &[&str]) -> Result<String, Fault> {
        let said = |place: &str| path::text(properties, place);
        let is = |place: &str, default| path::get(properties, place).and_then(Json::as_bool).unwrap_or(default);
        let chart = said("chart").ok_or_else(|| Fault::impossible("a release is one of a `chart`"))?;
        let timeout = self.timeout(properties);
        let mut words = vec!["upgrade", "--install", "--reset-values", "--values", "-", "--output", "json"];
        words.extend(["--timeout", &timeout, "--history-max", "5"]);
        words.extend(more);
        for (place, flag) in [("repo", "--repo"), ("version", "--version")] {
            words.extend(said(place).into_iter().flat_map(|value| [flag, value]));
        }
        let flags = [
            ("--create-namespace", is("createNamespace", false)),
            ("--skip-crds", is("skipCrds", false)),
            ("--wait", is("wait", true)),
        ];
        words.extend(flags.iter().filter(|(_, set)| *set).map(|(flag, _)| *flag));
        words.extend(["--", &self.name, chart]);
        let values = path::get(properties, "values").cloned().unwrap_or_else(|| json!({}));
        self.helm(&words, Some(values.to_string())).await
    }

    /// What a run of Helm that failed has done. `before` was the newest revision until then.
    async fn failed(&self, fault: Fault, before: Option<i64>, properties: &Json) -> Fault {
        let Ok(revisions) = self.revisions().await else { return fault };
        let Some(newest) = revisions.first().filter(|newest| Some(newest.revision) != before) else { return fault };
        // Helm says how it ended, unless it was killed or could not reach the cluster: then nobody is at work on it.
        if newest.is_pending() && (fault.code == KILLED || fault.class == Class::Transient) {
            return match self.go_back(&revisions, properties).await {
                Ok(()) => Fault { class: Class::Transient, ..fault },
                Err(_) => fault,
            };
        }
        match self.actual(newest).await {
            Ok(actual) => {
                let message = self.reasons(newest, &fault.message).await;
                let left = Actual { readiness: Readiness::Failed, ..actual };
                Fault { class: Class::Failed, message, ..fault }.leaving(left)
            }
            Err(_) => fault,
        }
    }
}
