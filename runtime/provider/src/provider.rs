use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use cloudc_facts::ResourceType;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{
    Actual, Call, Change, Class, Connection, Fault, Found, Owned, Present, Progress, Question, Rehearsal, Site,
    Timestamp, Waiting,
};

/// Makes graph nodes real, and finds out what is.
///
/// Properties are the cloud's own model with every reference resolved; only secrets stand in them as references, which the
/// provider resolves when it sends them. Each call is made once here: trying again is the caller's. A call whose future is
/// dropped may still be carried out.
#[async_trait]
pub trait Provider: Debug + Send + Sync {
    /// Which cloud, account and region this is.
    fn home(&self) -> &Home;

    /// What time it is there.
    fn now(&self) -> Timestamp;

    /// Through what a type's calls go, and how many at once.
    fn lane(&self, ty: &ResourceType) -> Lane;

    /// How the outcome of a creation without an answer is found out.
    fn recovery(&self, ty: &ResourceType) -> Recovery;

    /// How long it may take until a change that was made is seen by every call.
    fn settling(&self) -> Duration;

    /// Whether reading a resource of this type tells every property that can be written. Where it does not, what is missing in the
    /// answer may be there all the same.
    fn tells_all(&self, _ty: &ResourceType) -> bool {
        true
    }

    /// Says how long calls wait from now on; clouds that know one way only do nothing.
    fn wait_for(&self, _waiting: Waiting) {}

    /// Makes a resource and waits until it can be used.
    async fn create(&self, call: &Call, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault>;

    /// What a resource is like; `None` if there is none, perhaps not yet.
    async fn read(&self, call: &Call, identifier: &str) -> Result<Option<Actual>, Fault>;

    /// Changes a resource in place and waits until it can be used.
    async fn update(
        &self,
        call: &Call,
        identifier: &str,
        change: Change<'_>,
        progress: &dyn Progress,
    ) -> Result<Actual, Fault>;

    /// Deletes a resource and waits until it is gone; a fault of class `NotFound` if there was none.
    async fn delete(&self, call: &Call, identifier: &str, progress: &dyn Progress) -> Result<(), Fault>;

    /// Asks what would become of a resource that is made or changed to have these properties; none where the cloud cannot say.
    async fn rehearse(&self, _call: &Call, _properties: &Json) -> Result<Option<Rehearsal>, Fault> {
        Ok(None)
    }

    /// Looks for what a creation with this call's token made, without making anything.
    async fn find(&self, call: &Call, properties: &Json) -> Result<Found, Fault>;

    /// A resource that somebody else made, by the identifiers among these properties.
    async fn existing(&self, call: &Call, properties: &Json) -> Result<Option<Actual>, Fault>;

    /// The answer of a type that is one read of an API, as properties of that type.
    async fn ask(&self, call: &Call, properties: &Json) -> Result<Json, Fault>;

    /// The answer to a question about the account or region.
    async fn look_up(&self, question: &Question) -> Result<Json, Fault>;

    /// Everything that carries the mark of a program, sorted.
    async fn owned(&self, app: &str) -> Result<Vec<Owned>, Fault>;

    /// Everything that is there, whoever made it, sorted by type and identifier; some clouds cannot list what is in them.
    async fn everything(&self) -> Result<Vec<Present>, Fault> {
        Err(Fault::new(Class::Invalid, "Unsupported", "this cloud cannot list what is in it"))
    }

    /// The same of the types whose names begin so, where a cloud need not list everything for it.
    async fn everything_of(&self, prefix: &str) -> Result<Vec<Present>, Fault> {
        let mut all = self.everything().await?;
        all.retain(|thing| thing.ty.starts_with(prefix));
        Ok(all)
    }

    /// Everything on a cluster that carries the mark of a program, whichever that is, sorted.
    async fn marked(&self, _site: &Site, _way: &Connection) -> Result<Vec<Present>, Fault> {
        Ok(Vec::new())
    }

    /// Puts the mark of a program on a resource that somebody else made; clouds without marks do nothing.
    async fn adopt(&self, _call: &Call, _identifier: &str) -> Result<(), Fault> {
        Ok(())
    }

    /// Does to a resource what an operation of a noun asks for: a call of the cloud's API (`ec2:StopInstances`) and its
    /// input. To do it twice does no harm.
    async fn operate(&self, call: &Call, _identifier: &str, action: &str, _input: &Json) -> Result<(), Fault> {
        let message = format!("`{action}` cannot be called for a `{}` here", call.ty.name());
        Err(Fault::new(Class::Invalid, "Unsupported", message))
    }
}

/// Which cloud, account and region a program lives in, unless it says otherwise for a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Home {
    /// `local`, `aws`.
    pub cloud: Arc<str>,
    /// The account's number.
    pub account: Arc<str>,
    /// The region.
    pub region: Arc<str>,
}

/// A bound on calls at once: clouds throttle by service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// What shares the bound.
    pub name: Arc<str>,
    /// How many calls at once at most; at least one.
    pub limit: usize,
}

/// How the outcome of a creation without an answer is found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovery {
    /// The cloud knows the token: sending it again does no harm and tells.
    Token,
    /// By a mark or a name; it may take the time of [`Provider::settling`] until what was made can be seen.
    Search,
}
