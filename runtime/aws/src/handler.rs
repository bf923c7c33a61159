use std::fmt::Debug;

use async_trait::async_trait;
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Call, Change, Fault, Progress, Recovery};
use serde_json::Value as Json;

use crate::call::Caller;
use crate::clients::{Clients, Region};
use crate::control;
use crate::shared::Shared;

/// How the resources of a type are made, read, changed and deleted. Waiting until they are ready or gone, names, marks and
/// secrets are not its business: see `crate::steps`.
#[async_trait]
pub(crate) trait Handler: Debug + Send + Sync {
    /// Whether what has these properties can be made and changed here; what cannot goes through Cloud Control.
    fn takes(&self, _properties: &Json) -> bool {
        true
    }

    /// How the outcome of a creation without an answer is found out.
    fn recovery(&self, ty: &ResourceType) -> Recovery;

    /// Sends the creation; gives the identifier. It need not be ready.
    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault>;

    /// What is to be done after the creation; doing it twice does no harm.
    async fn finish(&self, _work: &Work<'_>, _identifier: &str, _properties: &Json) -> Result<(), Fault> {
        Ok(())
    }

    /// What a resource is like.
    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault>;

    /// Sends a change in place.
    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault>;

    /// Sends the deletion.
    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault>;

    /// Everything of the call's type, whoever made it: identifiers, each with what listing tells, marks too.
    async fn all(&self, work: &Work<'_>) -> Result<Vec<(String, Json)>, Fault> {
        control::all(work, &Json::Null).await
    }

    /// Whether [`Handler::all`] tells the marks too.
    fn lists_marks(&self) -> bool {
        false
    }

    /// The identifier of what a creation with this call's token made. It is not asked where [`Handler::recovery`] is by token.
    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault>;
}

/// A call on its way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Work<'w> {
    pub(crate) call: &'w Call,
    /// The services of the call's region: every call is sent once.
    pub(crate) clients: &'w Clients,
    /// The same for calls that do no harm when they are sent twice: what fails in passing is sent again.
    pub(crate) again: &'w Clients,
    /// Every service of the region, by the names of its calls, each sent once.
    pub(crate) caller: &'w Caller,
    pub(crate) shared: &'w Shared,
    pub(crate) progress: Listener<'w>,
}

/// Somebody who is told how far a call has come.
#[derive(Clone, Copy)]
pub(crate) struct Listener<'w>(pub(crate) &'w dyn Progress);

impl Debug for Listener<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Listener")
    }
}

impl<'w> Work<'w> {
    pub(crate) fn new(call: &'w Call, region: &'w Region, shared: &'w Shared, progress: &'w dyn Progress) -> Work<'w> {
        let (clients, again, caller) = (&region.once, &region.again, &region.caller);
        Work { call, clients, again, caller, shared, progress: Listener(progress) }
    }

    /// The token of the operation's next request.
    pub(crate) fn request(&self) -> String {
        self.shared.request(self.token())
    }

    /// The token of the operation.
    pub(crate) fn token(&self) -> &str {
        self.call.token.as_str()
    }
}
