//! Charts, by the program `helm` on the path. Source: the Helm documentation, "Helm Commands".
//!
//! A release carries the operation that made it as a label. What a killed run left pending, the next one waits for, since
//! Helm may still be at work, and then takes back.

mod program;
mod release;

use std::path::Path;
use std::time::Duration;

use cloudc_provider::{Actual, Call, Class, Fault, Progress, Readiness, path};
use serde_json::{Value as Json, json};
use tokio::time::{Instant, sleep};

pub use program::is_here;
use program::{Program, Wish};
use release::Release;

use crate::cluster::Cluster;

/// The label that says which operation made a release.
const MADE_BY: &str = "cloudc-made-by";

/// The label that says whose it is.
const APP: &str = "cloudc-app";

/// How long a chart may take where nobody says: Helm's own five minutes.
const PATIENCE: Duration = Duration::from_secs(300);

/// How often a release is looked at that somebody else may be at work on.
const LOOK: Duration = Duration::from_secs(2);

/// A chart that is installed on a cluster.
pub(crate) struct Chart<'c> {
    program: Program<'c>,
    call: &'c Call,
    namespace: String,
    name: String,
}

impl<'c> Chart<'c> {
    /// The one that is to have these properties.
    pub(crate) fn of(
        cluster: &'c Cluster,
        root: &'c Path,
        call: &'c Call,
        properties: &Json,
    ) -> Result<Chart<'c>, Fault> {
        let said = |place: &str| path::text(properties, place).map(str::to_owned);
        let name = said("name").ok_or_else(|| Fault::impossible("a chart is installed under a `name`"))?;
        let namespace = said("namespace").unwrap_or_else(|| "default".to_owned());
        Ok(Chart { program: Program::new(cluster, root)?, call, namespace, name })
    }

    /// The one that is recorded under this identifier.
    pub(crate) fn at(
        cluster: &'c Cluster,
        root: &'c Path,
        call: &'c Call,
        identifier: &str,
    ) -> Result<Chart<'c>, Fault> {
        let unknown = || Fault::impossible(format!("`{identifier}` is no release"));
        let (namespace, name) = identifier.split_once('|').ok_or_else(unknown)?;
        let (namespace, name) = (namespace.to_owned(), name.to_owned());
        Ok(Chart { program: Program::new(cluster, root)?, call, namespace, name })
    }

    /// Installs it; one that this operation installed already is gone on with.
    pub(crate) async fn create(&self, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        let token = self.call.token.as_str();
        if let Some(found) = self.release().await? {
            if found.label(MADE_BY) != Some(token) {
                let message = format!(
                    "release {}/{} is there already, and this program did not make it",
                    self.namespace, self.name
                );
                return Err(Fault::new(Class::Conflict, "AlreadyExists", message));
            }
            self.take_back(found, properties, progress).await?;
        }
        progress.identified(&self.identifier());
        self.install(properties, progress).await
    }

    /// Installs it anew with other properties.
    pub(crate) async fn update(&self, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        let found = self.release().await?.ok_or_else(|| self.missing())?;
        self.take_back(found, properties, progress).await?;
        self.install(properties, progress).await
    }

    /// What it is like.
    pub(crate) async fn read(&self) -> Result<Option<Actual>, Fault> {
        let Some(release) = self.release().await? else { return Ok(None) };
        let values = self.helm(&["get", "values", &self.name, "--output", "json"], None).await?;
        let values: Json = serde_json::from_str(&values).unwrap_or(Json::Null);
        Ok(Some(self.actual(&release, Some(values))))
    }

    /// Takes it off the cluster, with everything that it made but the definitions of kinds.
    pub(crate) async fn delete(&self, progress: &dyn Progress) -> Result<(), Fault> {
        let found = self.release().await?.ok_or_else(|| self.missing())?;
        if found.label(APP) != Some(&*self.call.app) {
            let message = format!("release {}/{} does not carry this program's mark", self.namespace, self.name);
            return Err(Fault::new(Class::Denied, "NotOwned", message));
        }
        progress.says("is uninstalled");
        self.uninstall().await
    }

    async fn uninstall(&self) -> Result<(), Fault> {
        let timeout = self.timeout(&Json::Null);
        let removed = self.helm(&["uninstall", &self.name, "--wait", "--timeout", &timeout], None).await;
        match removed {
            Err(fault) if fault.class == Class::NotFound => Ok(()),
            other => other.map(drop),
        }
    }

    async fn install(&self, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        let said = |place: &str| path::text(properties, place);
        let is = |place: &str, default| path::get(properties, place).and_then(Json::as_bool).unwrap_or(default);
        let chart = said("chart").ok_or_else(|| Fault::impossible("a release is one of a `chart`"))?;
        let (timeout, labels) = (self.timeout(properties), self.labels().await?);
        let mut words =
            vec!["upgrade", &self.name, chart, "--install", "--reset-values", "--values", "-", "--output", "json"];
        words.extend(["--timeout", &timeout, "--labels", &labels, "--history-max", "5"]);
        for (place, flag) in [("repo", "--repo"), ("version", "--version")] {
            words.extend(said(place).into_iter().flat_map(|value| [flag, value]));
        }
        let flags = [
            ("--create-namespace", is("createNamespace", false)),
            ("--skip-crds", is("skipCrds", false)),
            ("--wait", is("wait", true)),
        ];
        words.extend(flags.iter().filter(|(_, set)| *set).map(|(flag, _)| *flag));
        progress.says(&format!("helm installs `{chart}`"));
        let values = path::get(properties, "values").cloned().unwrap_or_else(|| json!({}));
        let installed = self.helm(&words, Some(values.to_string())).await;
        let release = match installed {
            Ok(_) => self.release().await?.ok_or_else(|| self.missing())?,
            Err(fault) => return Err(self.left(fault).await),
        };
        Ok(self.actual(&release, None))
    }

    /// A chart that failed is there nevertheless, in part.
    async fn left(&self, fault: Fault) -> Fault {
        match self.release().await {
            Ok(Some(release)) => {
                let left = Actual { readiness: Readiness::Failed, ..self.actual(&release, None) };
                Fault { class: Class::Failed, ..fault }.leaving(left)
            }
            _ => fault,
        }
    }

    /// Ends what a run before this one left half done: waits as long as Helm may be at work, then goes back to what was
    /// there before.
    async fn take_back(&self, found: Release, properties: &Json, progress: &dyn Progress) -> Result<(), Fault> {
        let deadline = Instant::now() + self.patience(properties).saturating_sub(found.age()) + LOOK;
        let mut found = found;
        while found.is_pending() && Instant::now() < deadline {
            progress.says("waits for a run of helm that may be at work");
            sleep(LOOK).await;
            match self.release().await? {
                Some(now) => found = now,
                None => return Ok(()),
            }
        }
        match found.status.as_str() {
            "pending-install" => self.uninstall().await,
            "pending-upgrade" | "pending-rollback" => {
                self.helm(&["rollback", &self.name, "--timeout", &self.timeout(properties)], None).await.map(drop)
            }
            _ => Ok(()),
        }
    }

    /// What is installed under its name, if anything is.
    async fn release(&self) -> Result<Option<Release>, Fault> {
        let status = self.helm(&["status", &self.name, "--output", "json"], None).await;
        let status = match status {
            Ok(status) => status,
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let filter = format!("^{}$", self.name);
        let list = self.helm(&["list", "--all", "--filter", &filter, "--output", "json"], None).await?;
        Release::read(&status, &list).map(Some)
    }

    /// The labels of the release: whose it is, and which operation made it first.
    async fn labels(&self) -> Result<String, Fault> {
        let made_by = match self.release().await? {
            Some(release) => release.label(MADE_BY).map(str::to_owned),
            None => None,
        };
        let made_by = made_by.unwrap_or_else(|| self.call.token.as_str().to_owned());
        Ok(format!("{APP}={},{MADE_BY}={made_by}", self.call.app))
    }

    async fn helm(&self, words: &[&str], input: Option<String>) -> Result<String, Fault> {
        let wish = Wish { words, namespace: &self.namespace, input };
        self.program.run(&wish).await
    }

    fn missing(&self) -> Fault {
        Fault::new(Class::NotFound, "NotFound", format!("release {}/{} is not there", self.namespace, self.name))
    }

    fn patience(&self, properties: &Json) -> Duration {
        let said = path::get(properties, "timeout").and_then(Json::as_u64).map(Duration::from_secs);
        self.call.timeout.or(said).unwrap_or(PATIENCE)
    }

    fn timeout(&self, properties: &Json) -> String {
        format!("{}s", self.patience(properties).as_secs().max(1))
    }

    fn identifier(&self) -> String {
        format!("{}|{}", self.namespace, self.name)
    }

    fn actual(&self, release: &Release, values: Option<Json>) -> Actual {
        let mut model = json!({
            "name": self.name, "namespace": self.namespace, "revision": release.revision, "status": release.status,
        });
        if let Some(version) = &release.version {
            path::set(&mut model, "version", json!(version));
        }
        if let Some(values) = values {
            path::set(&mut model, "values", if values.is_null() { json!({}) } else { values });
        }
        let readiness = match release.status.as_str() {
            "deployed" => Readiness::Ready,
            "uninstalling" => Readiness::Going,
            "failed" => Readiness::Failed,
            _ => Readiness::Busy,
        };
        Actual { identifier: self.identifier(), model, readiness }
    }
}
