use std::path::Path;
use std::time::Duration;

use cloudc_provider::{Actual, Call, Class, Fault, Progress, path};
use serde_json::{Value as Json, json};

use super::program::{Program, Wish};
use super::release::{APP, MADE_BY, Release};
use super::storage::{Contents, Storage};
use crate::cluster::Cluster;

/// How long a chart may take where nobody says: Helm's own five minutes.
const PATIENCE: Duration = Duration::from_secs(300);

/// A chart that is installed on a cluster.
pub(crate) struct Chart<'c> {
    pub(super) cluster: &'c Cluster,
    program: Program<'c>,
    pub(super) call: &'c Call,
    pub(super) namespace: String,
    pub(super) name: String,
}

impl<'c> Chart<'c> {
    /// The one that is to have these properties.
    pub(crate) fn of(
        cluster: &'c Cluster,
        root: &'c Path,
        call: &'c Call,
        properties: &Json,
    ) -> Result<Chart<'c>, Fault> {
        let said = |place: &str| path::text(properties, place);
        let name = said("name").ok_or_else(|| Fault::impossible("a chart is installed under a `name`"))?;
        Chart::named(cluster, root, call, (said("namespace").unwrap_or("default"), name))
    }

    /// The one that is recorded under this identifier.
    pub(crate) fn at(
        cluster: &'c Cluster,
        root: &'c Path,
        call: &'c Call,
        identifier: &str,
    ) -> Result<Chart<'c>, Fault> {
        let unknown = || Fault::impossible(format!("`{identifier}` is no release"));
        Chart::named(cluster, root, call, identifier.split_once('|').ok_or_else(unknown)?)
    }

    fn named(
        cluster: &'c Cluster,
        root: &'c Path,
        call: &'c Call,
        (namespace, name): (&str, &str),
    ) -> Result<Chart<'c>, Fault> {
        // They become parts of addresses and selectors: what would lead elsewhere is refused.
        let is_name = |text: &str| {
            let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.';
            !text.is_empty() && text.bytes().all(fits) && !text.starts_with(['-', '.'])
        };
        if let Some(bad) = [namespace, name].into_iter().find(|text| !is_name(text)) {
            return Err(Fault::impossible(format!("`{bad}` is no name of a release or a namespace")));
        }
        let (namespace, name) = (namespace.to_owned(), name.to_owned());
        Ok(Chart { cluster, program: Program { cluster, root }, call, namespace, name })
    }

    /// Installs it; one that this operation installed already is gone on with.
    pub(crate) async fn create(&self, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        let revisions = self.revisions().await?;
        if let Some(found) = revisions.first() {
            if found.label(MADE_BY) != Some(self.call.token.as_str()) {
                return Err(self.taken(found));
            }
            progress.identified(&self.identifier());
            if found.status == "deployed" {
                return self.actual(found).await;
            }
            self.take_back(revisions, properties, progress).await?;
        }
        progress.identified(&self.identifier());
        self.install(properties, progress).await
    }

    /// Installs it anew with other properties.
    pub(crate) async fn update(&self, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        let revisions = self.revisions().await?;
        let newest = revisions.first().ok_or_else(|| self.missing())?;
        self.ours(newest)?;
        if newest.status == "uninstalling" {
            // A hook stood in the way of its end: what is there of it is made whole, and then what it is to be.
            self.roll_back(newest, properties).await?;
        }
        self.take_back(self.revisions().await?, properties, progress).await?;
        self.install(properties, progress).await
    }

    /// What it is like.
    pub(crate) async fn read(&self) -> Result<Option<Actual>, Fault> {
        match self.revisions().await?.first() {
            Some(release) => self.actual(release).await.map(Some),
            None => Ok(None),
        }
    }

    /// Takes it off the cluster, with everything that it made but the definitions of kinds.
    pub(crate) async fn delete(&self, progress: &dyn Progress) -> Result<(), Fault> {
        let revisions = self.revisions().await?;
        self.ours(revisions.first().ok_or_else(|| self.missing())?)?;
        progress.says("is uninstalled");
        self.uninstall().await
    }

    /// Puts the mark of the program on it.
    pub(crate) async fn adopt(&self) -> Result<(), Fault> {
        let revisions = self.revisions().await?;
        let release = revisions.first().ok_or_else(|| self.missing())?;
        let labels = json!({ APP: &*self.call.app, MADE_BY: self.call.token.as_str() });
        self.storage().label(release, labels).await
    }

    /// What is kept of it, the newest first: nothing if it is not there. What was uninstalled may be kept to be read.
    pub(super) async fn revisions(&self) -> Result<Vec<Release>, Fault> {
        let found = self.storage().revisions(&self.name).await?;
        let is_there = found.first().is_some_and(|release| release.status != "uninstalled");
        Ok(if is_there { found } else { Vec::new() })
    }

    pub(super) async fn contents(&self, release: &Release) -> Result<Option<Contents>, Fault> {
        self.storage().contents(release).await
    }

    fn storage(&self) -> Storage<'_> {
        Storage { cluster: self.cluster, namespace: &self.namespace }
    }

    /// Whether a release is this program's.
    pub(super) fn ours(&self, release: &Release) -> Result<(), Fault> {
        if release.label(APP) == Some(&*self.call.app) {
            return Ok(());
        }
        let message = format!("{} does not carry this program's mark: somebody else made it anew", self.shown());
        Err(Fault::new(Class::Denied, "NotOwned", message))
    }

    /// Its name is taken by something that this operation did not make.
    pub(super) fn taken(&self, found: &Release) -> Fault {
        let message = match found.label(APP) {
            Some(app) if *app == *self.call.app => format!(
                "{} is there already with this program's mark: `cloudc discover --record` records it",
                self.shown()
            ),
            Some(app) => format!("{} is there already, and the program `{app}` made it", self.shown()),
            None => format!("{} is there already, and this program did not make it", self.shown()),
        };
        Fault::new(Class::Conflict, "AlreadyExists", message)
    }

    pub(super) fn missing(&self) -> Fault {
        Fault::new(Class::NotFound, "NotFound", format!("{} is not there", self.shown()))
    }

    fn shown(&self) -> String {
        format!("release {}/{}", self.namespace, self.name)
    }

    pub(super) async fn uninstall(&self) -> Result<(), Fault> {
        let timeout = self.timeout(&Json::Null);
        let removed = self.helm(&["uninstall", "--wait", "--timeout", &timeout, "--", &self.name], None).await;
        match removed {
            Err(fault) if fault.class == Class::NotFound => Ok(()),
            other => other.map(drop),
        }
    }

    /// Runs `helm` in its namespace.
    pub(super) async fn helm(&self, words: &[&str], input: Option<String>) -> Result<String, Fault> {
        self.program.run(&Wish { words, namespace: &self.namespace, input }).await
    }

    pub(super) fn patience(&self, properties: &Json) -> Duration {
        let said = path::get(properties, "timeout").and_then(Json::as_u64).map(Duration::from_secs);
        self.call.timeout.or(said).unwrap_or(PATIENCE)
    }

    pub(super) fn timeout(&self, properties: &Json) -> String {
        format!("{}s", self.patience(properties).as_secs().max(1))
    }

    fn identifier(&self) -> String {
        format!("{}|{}", self.namespace, self.name)
    }

    pub(super) async fn actual(&self, release: &Release) -> Result<Actual, Fault> {
        let mut model = json!({
            "name": self.name, "namespace": self.namespace, "revision": release.revision, "status": release.status,
        });
        if let Some(contents) = self.contents(release).await? {
            path::set(&mut model, "version", json!(contents.version));
            path::set(&mut model, "values", contents.values);
        }
        Ok(Actual { identifier: self.identifier(), model, readiness: release.readiness() })
    }
}
