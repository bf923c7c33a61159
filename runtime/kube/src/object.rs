//! Objects of Kubernetes, by server-side apply.

use std::time::Duration;

use cloudc_provider::{Actual, Call, Class, Fault, Looking, Progress, Readiness, Rehearsal, Waiting, identifier};
use http::Request;
use kube::api::{DeleteParams, Patch, PatchParams, Preconditions, PropagationPolicy};
use kube::core::Request as Requests;
use serde_json::{Value as Json, json};

use crate::cluster::Cluster;
use crate::fault::{OWNED, line, owners};
use crate::kind::Kind;
use crate::model::told;
use crate::place::Place;
use crate::{mark, ready};

/// Who the server says has written a field.
pub(crate) const MANAGER: &str = "cloudc";

/// Who has written what an operation of a noun changed: `halt`.
const OPERATOR: &str = "cloudc-operation";

/// How long something may take to become ready, or to go, where nobody says.
const PATIENCE: Duration = Duration::from_secs(900);

/// How often something is looked at in the end.
const LOOK: Duration = Duration::from_secs(3);

/// An object on its cluster.
pub(crate) struct Object<'o> {
    cluster: &'o Cluster,
    call: &'o Call,
    place: Place,
    kind: Kind,
    how: How,
}

/// How objects are made and changed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct How {
    /// Whether fields are taken from who owns them.
    pub(crate) take_ownership: bool,
    /// How long they are waited for.
    pub(crate) waiting: Waiting,
}

impl<'o> Object<'o> {
    /// The object that is to have these properties.
    pub(crate) async fn of(cluster: &'o Cluster, call: &'o Call, properties: &Json) -> Result<Object<'o>, Fault> {
        let place = Place::of(&call.ty, properties)?;
        let kind = cluster.kind(&call.ty, &place).await?;
        Ok(Object { cluster, call, place, kind, how: How::default() })
    }

    /// The object that is recorded under this identifier.
    pub(crate) async fn at(cluster: &'o Cluster, call: &'o Call, identifier: &str) -> Result<Object<'o>, Fault> {
        let place = Place::at(&call.ty, identifier)?;
        let kind = cluster.kind(&call.ty, &place).await?;
        Ok(Object { cluster, call, place, kind, how: How::default() })
    }

    /// The same, made and changed so.
    pub(crate) fn how(self, how: How) -> Object<'o> {
        Object { how, ..self }
    }

    /// Makes it and waits until it can be used; one that this operation made already is gone on with.
    pub(crate) async fn create(&self, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        let token = self.call.token.as_str();
        if let Some(found) = self.there(progress).await?
            && mark::made_by(&found, self.call) != Some(token)
        {
            let message = match mark::made_by(&found, self.call) {
                Some(_) => format!(
                    "{} is there already with this program's mark: `cloudc discover --record` records it",
                    self.place.shown()
                ),
                None => format!("{} is there already, and this program did not make it", self.place.shown()),
            };
            return Err(Fault::new(Class::Conflict, "AlreadyExists", message));
        }
        let mut object = self.whole(properties);
        mark::put(&mut object, self.call, token);
        let made = self.apply(&object, &self.applying()).await?;
        progress.identified(&self.identifier(&made));
        self.settled(made, progress).await
    }

    /// What is there; waits for one that goes.
    async fn there(&self, progress: &dyn Progress) -> Result<Option<Json>, Fault> {
        match self.get().await? {
            Some(found) if is_going(&found) => {
                progress.says("waits until the one before it is gone");
                self.wait_gone(progress).await?;
                Ok(None)
            }
            found => Ok(found),
        }
    }

    /// Changes it and waits until it can be used.
    pub(crate) async fn update(&self, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        let found = self.get().await?.ok_or_else(|| self.missing())?;
        let made_by = self.ours(&found)?.to_owned();
        let mut object = self.whole(properties);
        mark::put(&mut object, self.call, &made_by);
        // It is this one that is changed, or none.
        if let Some(uid) = found.pointer("/metadata/uid") {
            cloudc_provider::path::set(&mut object, "metadata.uid", uid.clone());
        }
        let changed = self.apply(&object, &self.applying()).await?;
        self.settled(changed, progress).await
    }

    /// What would become of it.
    pub(crate) async fn rehearse(&self, properties: &Json) -> Result<Rehearsal, Fault> {
        let found = self.get().await?;
        let mut object = self.whole(properties);
        let made_by = found.as_ref().and_then(|found| mark::made_by(found, self.call));
        mark::put(&mut object, self.call, made_by.unwrap_or_default());
        let own = made_by.is_some();
        let before = found.clone().map_or(Json::Null, told);
        let dry = PatchParams { dry_run: true, ..self.applying() };
        let (after, refused) = match self.apply(&object, &dry).await {
            Err(fault) if fault.code == OWNED => {
                (self.apply(&object, &PatchParams { force: true, ..dry }).await?, Some(fault))
            }
            other => (other?, None),
        };
        Ok(Rehearsal { before, after: told(after), own, refused })
    }

    /// What it is like.
    pub(crate) async fn read(&self) -> Result<Option<Actual>, Fault> {
        Ok(self.get().await?.map(|object| self.actual(object)))
    }

    /// Deletes it, with everything that it made, and waits until it is gone.
    pub(crate) async fn delete(&self, progress: &dyn Progress) -> Result<(), Fault> {
        let found = self.get().await?.ok_or_else(|| self.missing())?;
        if !is_going(&found) {
            self.ours(&found)?;
            let uid = found.pointer("/metadata/uid").and_then(Json::as_str).map(str::to_owned);
            let parameters = DeleteParams {
                propagation_policy: Some(PropagationPolicy::Foreground),
                preconditions: Some(Preconditions { uid, resource_version: None }),
                ..DeleteParams::default()
            };
            let request = Requests::new(self.kind.path(&self.place)).delete(&self.place.name, &parameters);
            self.cluster.send(request.map_err(|error| Fault::impossible(line(&error)))?).await?;
        }
        self.wait_gone(progress).await
    }

    /// Puts the mark of the program on it.
    pub(crate) async fn adopt(&self) -> Result<(), Fault> {
        let mut marks = json!({});
        mark::put(&mut marks, self.call, self.call.token.as_str());
        let parameters = PatchParams { field_manager: Some(MANAGER.to_owned()), ..PatchParams::default() };
        self.patch(&parameters, &Patch::Merge(&marks)).await.map(drop)
    }

    /// Makes the number of its copies that of `replicas`, until the program says another.
    pub(crate) async fn scale(&self, input: &Json) -> Result<(), Fault> {
        let request = Requests::new(self.kind.path(&self.place)).patch_subresource(
            "scale",
            &self.place.name,
            &operating(),
            &Patch::Merge(&json!({ "spec": input })),
        );
        self.cluster.send(request.map_err(|error| Fault::impossible(line(&error)))?).await.map(drop)
    }

    /// Writes notes on it; an empty one is taken off.
    pub(crate) async fn annotate(&self, input: &Json) -> Result<(), Fault> {
        let notes = input.as_object().into_iter().flatten();
        let notes = notes.map(|(name, text)| (name.clone(), if text == "" { Json::Null } else { text.clone() }));
        let notes: Json = notes.collect::<serde_json::Map<String, Json>>().into();
        self.patch(&operating(), &Patch::Merge(&json!({ "metadata": { "annotations": notes } }))).await.map(drop)
    }

    /// The operation that made it, if that was one of this program.
    fn ours<'j>(&self, found: &'j Json) -> Result<&'j str, Fault> {
        mark::made_by(found, self.call).ok_or_else(|| {
            let message =
                format!("{} does not carry this program's mark: somebody else made it anew", self.place.shown());
            Fault::new(Class::Denied, "NotOwned", message)
        })
    }

    fn missing(&self) -> Fault {
        Fault::new(Class::NotFound, "NotFound", format!("{} is not there", self.place.shown()))
    }

    /// Properties as a manifest.
    fn whole(&self, properties: &Json) -> Json {
        let mut object = properties.clone();
        if let Some(entries) = object.as_object_mut() {
            entries.insert("apiVersion".to_owned(), json!(self.place.api_version));
            entries.insert("kind".to_owned(), json!(self.place.kind));
            entries.remove("status");
        }
        if let Some(namespace) = &self.place.namespace {
            cloudc_provider::path::set(&mut object, "metadata.namespace", json!(namespace));
        }
        object
    }

    /// What an object is applied with.
    fn applying(&self) -> PatchParams {
        PatchParams { force: self.how.take_ownership, ..PatchParams::apply(MANAGER) }.validation_strict()
    }

    async fn apply(&self, object: &Json, parameters: &PatchParams) -> Result<Json, Fault> {
        let first = self.patch(parameters, &Patch::Apply(object)).await;
        match first {
            // What an operation of a noun wrote is the program's own.
            Err(fault) if owners(&fault).is_some_and(|owners| owners.iter().all(|owner| *owner == OPERATOR)) => {
                self.patch(&PatchParams { force: true, ..parameters.clone() }, &Patch::Apply(object)).await
            }
            other => other,
        }
    }

    async fn patch(&self, parameters: &PatchParams, patch: &Patch<&Json>) -> Result<Json, Fault> {
        let request = Requests::new(self.kind.path(&self.place)).patch(&self.place.name, parameters, patch);
        self.cluster.send(request.map_err(|error| Fault::impossible(line(&error)))?).await
    }

    async fn get(&self) -> Result<Option<Json>, Fault> {
        self.cluster.get(&format!("{}/{}", self.kind.path(&self.place), self.place.name)).await
    }

    /// Waits until it can be used.
    async fn settled(&self, mut object: Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        let mut looking = self.looking();
        loop {
            let why = match ready::state(&self.place, &object, self.how.waiting) {
                ready::State::Ready => return Ok(self.actual(object)),
                ready::State::Failed(why) => return Err(self.failed(object, why).await),
                ready::State::Busy(why) => ready::reasons(self.cluster, &self.place, &object).await.unwrap_or(why),
            };
            if looking.is_late() {
                return Err(self.failed(object, format!("not ready in time: {why}")).await);
            }
            looking.wait(why, progress).await;
            object = self.get().await?.ok_or_else(|| self.missing())?;
        }
    }

    /// It did not become ready, and this is left.
    async fn failed(&self, object: Json, why: String) -> Fault {
        let reasons = ready::reasons(self.cluster, &self.place, &object).await;
        let message = match reasons.filter(|reasons| !why.contains(reasons.as_str())) {
            Some(reasons) => format!("{why}: {reasons}"),
            None => why,
        };
        let left = Actual { readiness: Readiness::Failed, ..self.actual(object) };
        Fault::new(Class::Failed, "NotReady", message).leaving(left)
    }

    async fn wait_gone(&self, progress: &dyn Progress) -> Result<(), Fault> {
        let mut looking = self.looking();
        while let Some(found) = self.get().await? {
            if !is_going(&found) {
                // Somebody made it anew: that one is not ours.
                return Ok(());
            }
            let why = finalizers(&found);
            if looking.is_late() {
                return Err(Fault::new(Class::Failed, "NotGone", format!("not gone in time: {why}")));
            }
            looking.wait(why, progress).await;
        }
        Ok(())
    }

    fn looking(&self) -> Looking {
        Looking::new(self.call.timeout.unwrap_or(PATIENCE), LOOK)
    }

    fn identifier(&self, object: &Json) -> String {
        identifier(&self.call.ty, object).unwrap_or_default()
    }

    fn actual(&self, object: Json) -> Actual {
        let readiness = match ready::state(&self.place, &object, self.how.waiting) {
            _ if is_going(&object) => Readiness::Going,
            ready::State::Ready => Readiness::Ready,
            ready::State::Busy(_) => Readiness::Busy,
            ready::State::Failed(_) => Readiness::Failed,
        };
        Actual { identifier: self.identifier(&object), model: told(object), readiness }
    }
}

/// What an operation of a noun is sent with.
fn operating() -> PatchParams {
    PatchParams { field_manager: Some(OPERATOR.to_owned()), ..PatchParams::default() }
}

fn is_going(object: &Json) -> bool {
    object.pointer("/metadata/deletionTimestamp").is_some_and(|when| !when.is_null())
}

/// Who still has something to do before an object may go.
fn finalizers(object: &Json) -> String {
    let names = object.pointer("/metadata/finalizers").and_then(Json::as_array);
    let names: Vec<&str> = names.into_iter().flatten().filter_map(Json::as_str).collect();
    match names.as_slice() {
        [] => "is being deleted".to_owned(),
        ["foregroundDeletion"] => "waits until what it made is gone".to_owned(),
        names => {
            let others: Vec<&str> = names.iter().copied().filter(|name| *name != "foregroundDeletion").collect();
            format!("waits for {}", others.join(", "))
        }
    }
}

/// A request that only reads a list, by labels.
pub(crate) fn list(path: &str, selector: &str) -> Result<Request<Vec<u8>>, Fault> {
    let parameters = kube::api::ListParams::default().labels(selector).limit(20);
    Requests::new(path).list(&parameters).map_err(|error| Fault::impossible(line(&error)))
}
