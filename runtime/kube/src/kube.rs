use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use cloudc_facts::{Provider as Maker, ResourceType};
use cloudc_provider::{
    Account, Actual, Call, Change, Class, Connection, Fault, Found, Home, Lane, Owned, Present, Progress, Provider,
    Question, Recovery, Rehearsal, Site, Timestamp, Waiting,
};
use serde_json::Value as Json;

use crate::clusters::Clusters;
use crate::fault::OWNED;
use crate::helm::Chart;
use crate::marked;
use crate::object::{How, Object};

/// What is to be known before clusters are reached.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The folder that the paths of charts are relative to.
    pub root: PathBuf,
    /// Whether fields are taken from who owns them.
    pub take_ownership: bool,
}

/// Everything that lives on clusters.
#[derive(Debug)]
pub struct Kube {
    home: Home,
    clusters: Clusters,
    settings: Settings,
    waiting: Mutex<Waiting>,
}

impl Kube {
    /// The clusters of an account.
    pub fn new(home: Home, account: Arc<dyn Account>, settings: Settings) -> Kube {
        Kube { home, clusters: Clusters::new(account), settings, waiting: Mutex::default() }
    }

    /// How objects are made and changed.
    fn how(&self) -> How {
        let waiting = *self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        How { take_ownership: self.settings.take_ownership, waiting }
    }

    /// How somebody else who owns a field is dealt with.
    fn owned(&self, fault: Fault) -> Fault {
        if fault.code != OWNED {
            return fault;
        }
        let message = format!("{}; `--take-ownership` takes it", fault.message);
        Fault { message, ..fault }
    }

    /// Properties with their secrets; none stand in what has none.
    async fn whole(&self, call: &Call, properties: &Json) -> Result<Json, Fault> {
        self.clusters.account.reveal(call, properties).await
    }
}

fn is_chart(ty: &ResourceType) -> bool {
    ty.provider() == Maker::Helm
}

#[async_trait]
impl Provider for Kube {
    fn home(&self) -> &Home {
        &self.home
    }

    fn now(&self) -> Timestamp {
        Timestamp::of_machine()
    }

    fn lane(&self, ty: &ResourceType) -> Lane {
        // An object that is waited for holds its turn; a chart is a process of its own.
        match is_chart(ty) {
            true => Lane { name: "helm".into(), limit: 4 },
            false => Lane { name: "kubernetes".into(), limit: 64 },
        }
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        // What is made carries the operation that made it: to apply it again does no harm, and tells.
        Recovery::Token
    }

    fn settling(&self) -> Duration {
        Duration::ZERO
    }

    fn wait_for(&self, waiting: Waiting) {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = waiting;
    }

    async fn create(&self, call: &Call, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        let (cluster, whole) = (self.clusters.of(call)?, self.whole(call, properties).await?);
        if is_chart(&call.ty) {
            return Chart::of(&cluster, &self.settings.root, call, &whole)?.create(&whole, progress).await;
        }
        let object = Object::of(&cluster, call, &whole).await?.how(self.how());
        let made = object.create(&whole, progress).await;
        made.map_err(|fault| self.owned(fault))
    }

    async fn read(&self, call: &Call, identifier: &str) -> Result<Option<Actual>, Fault> {
        let cluster = self.clusters.of(call)?;
        let read = match is_chart(&call.ty) {
            true => Chart::at(&cluster, &self.settings.root, call, identifier)?.read().await,
            false => match Object::at(&cluster, call, identifier).await {
                Ok(object) => object.read().await,
                Err(fault) => Err(fault),
            },
        };
        match read {
            // A kind, or a cluster, that is not there has no objects.
            Err(fault) if fault.class == Class::NotFound => Ok(None),
            other => other,
        }
    }

    async fn update(
        &self,
        call: &Call,
        identifier: &str,
        change: Change<'_>,
        progress: &dyn Progress,
    ) -> Result<Actual, Fault> {
        let (cluster, whole) = (self.clusters.of(call)?, self.whole(call, change.after).await?);
        if is_chart(&call.ty) {
            return Chart::at(&cluster, &self.settings.root, call, identifier)?.update(&whole, progress).await;
        }
        let object = Object::at(&cluster, call, identifier).await?.how(self.how());
        let changed = object.update(&whole, progress).await;
        changed.map_err(|fault| self.owned(fault))
    }

    async fn delete(&self, call: &Call, identifier: &str, progress: &dyn Progress) -> Result<(), Fault> {
        let cluster = self.clusters.of(call)?;
        match is_chart(&call.ty) {
            true => Chart::at(&cluster, &self.settings.root, call, identifier)?.delete(progress).await,
            false => Object::at(&cluster, call, identifier).await?.delete(progress).await,
        }
    }

    async fn rehearse(&self, call: &Call, properties: &Json) -> Result<Option<Rehearsal>, Fault> {
        if call.connection.is_none() {
            return Ok(None);
        }
        let (cluster, whole) = (self.clusters.of(call)?, self.whole(call, properties).await?);
        if is_chart(&call.ty) {
            return Chart::of(&cluster, &self.settings.root, call, &whole)?.rehearse(&whole).await;
        }
        let object = Object::of(&cluster, call, &whole).await?.how(self.how());
        let said = object.rehearse(&whole).await?;
        let refused = said.refused.map(|fault| self.owned(fault));
        Ok(Some(Rehearsal { refused, ..said }))
    }

    async fn find(&self, _call: &Call, _properties: &Json) -> Result<Found, Fault> {
        Ok(Found::Ask)
    }

    async fn existing(&self, call: &Call, properties: &Json) -> Result<Option<Actual>, Fault> {
        let cluster = self.clusters.of(call)?;
        match is_chart(&call.ty) {
            true => Chart::of(&cluster, &self.settings.root, call, properties)?.read().await,
            false => Object::of(&cluster, call, properties).await?.read().await,
        }
    }

    async fn ask(&self, call: &Call, _properties: &Json) -> Result<Json, Fault> {
        Err(Fault::impossible(format!("`{}` is nothing that a cluster is asked for", call.ty.name())))
    }

    async fn look_up(&self, question: &Question) -> Result<Json, Fault> {
        Err(Fault::impossible(format!("`{}` is no question to a cluster", question.what)))
    }

    async fn owned(&self, _app: &str) -> Result<Vec<Owned>, Fault> {
        Err(Fault::impossible("what carries a program's mark is listed cluster by cluster"))
    }

    async fn marked(&self, site: &Site, way: &Connection) -> Result<Vec<Present>, Fault> {
        marked::all(&self.clusters.at(way, site), site).await
    }

    async fn adopt(&self, call: &Call, identifier: &str) -> Result<(), Fault> {
        let cluster = self.clusters.of(call)?;
        if is_chart(&call.ty) {
            return Chart::at(&cluster, &self.settings.root, call, identifier)?.adopt().await;
        }
        Object::at(&cluster, call, identifier).await?.adopt().await
    }

    async fn operate(&self, call: &Call, identifier: &str, action: &str, input: &Json) -> Result<(), Fault> {
        let unknown = || {
            let message = format!("`{action}` cannot be called for a `{}`", call.ty.name());
            Fault::new(Class::Invalid, "UnknownOperation", message)
        };
        if is_chart(&call.ty) {
            return Err(unknown());
        }
        let cluster = self.clusters.of(call)?;
        let object = Object::at(&cluster, call, identifier).await?;
        match action {
            "kubernetes:Scale" => object.scale(input).await,
            "kubernetes:Annotate" => object.annotate(input).await,
            _ => Err(unknown()),
        }
    }
}
