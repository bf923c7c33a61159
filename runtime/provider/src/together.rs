use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use cloudc_facts::{Provider as Maker, ResourceType};
use serde_json::Value as Json;

use crate::{Actual, Call, Change, Connection, Fault, Found, Home, Lane, Owned, Present, Progress, Provider, Question};
use crate::{Recovery, Rehearsal, Site, Timestamp, Waiting};

/// An account and the clusters in it: one graph spans both, and each type has its own way.
#[derive(Debug, Clone)]
pub struct Together {
    account: Arc<dyn Provider>,
    clusters: Arc<dyn Provider>,
}

impl Together {
    /// What the account makes goes to one, what clusters hold to the other.
    pub fn new(account: Arc<dyn Provider>, clusters: Arc<dyn Provider>) -> Together {
        Together { account, clusters }
    }

    fn of(&self, ty: &ResourceType) -> &dyn Provider {
        match ty.provider() {
            Maker::Aws => &*self.account,
            Maker::Kubernetes | Maker::Helm => &*self.clusters,
        }
    }
}

#[async_trait]
impl Provider for Together {
    fn home(&self) -> &Home {
        self.account.home()
    }

    fn now(&self) -> Timestamp {
        self.account.now()
    }

    fn lane(&self, ty: &ResourceType) -> Lane {
        self.of(ty).lane(ty)
    }

    fn recovery(&self, ty: &ResourceType) -> Recovery {
        self.of(ty).recovery(ty)
    }

    fn tells_all(&self, ty: &ResourceType) -> bool {
        self.of(ty).tells_all(ty)
    }

    fn settling(&self) -> Duration {
        self.account.settling()
    }

    fn wait_for(&self, waiting: Waiting) {
        self.account.wait_for(waiting);
        self.clusters.wait_for(waiting);
    }

    async fn create(&self, call: &Call, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        self.of(&call.ty).create(call, properties, progress).await
    }

    async fn read(&self, call: &Call, identifier: &str) -> Result<Option<Actual>, Fault> {
        self.of(&call.ty).read(call, identifier).await
    }

    async fn update(
        &self,
        call: &Call,
        identifier: &str,
        change: Change<'_>,
        progress: &dyn Progress,
    ) -> Result<Actual, Fault> {
        self.of(&call.ty).update(call, identifier, change, progress).await
    }

    async fn delete(&self, call: &Call, identifier: &str, progress: &dyn Progress) -> Result<(), Fault> {
        self.of(&call.ty).delete(call, identifier, progress).await
    }

    async fn rehearse(&self, call: &Call, properties: &Json) -> Result<Option<Rehearsal>, Fault> {
        self.of(&call.ty).rehearse(call, properties).await
    }

    async fn find(&self, call: &Call, properties: &Json) -> Result<Found, Fault> {
        self.of(&call.ty).find(call, properties).await
    }

    async fn existing(&self, call: &Call, properties: &Json) -> Result<Option<Actual>, Fault> {
        self.of(&call.ty).existing(call, properties).await
    }

    async fn ask(&self, call: &Call, properties: &Json) -> Result<Json, Fault> {
        self.of(&call.ty).ask(call, properties).await
    }

    async fn look_up(&self, question: &Question) -> Result<Json, Fault> {
        self.account.look_up(question).await
    }

    async fn owned(&self, app: &str) -> Result<Vec<Owned>, Fault> {
        self.account.owned(app).await
    }

    async fn everything(&self) -> Result<Vec<Present>, Fault> {
        self.account.everything().await
    }

    async fn everything_of(&self, prefix: &str) -> Result<Vec<Present>, Fault> {
        self.account.everything_of(prefix).await
    }

    async fn marked(&self, site: &Site, way: &Connection) -> Result<Vec<Present>, Fault> {
        self.clusters.marked(site, way).await
    }

    async fn adopt(&self, call: &Call, identifier: &str) -> Result<(), Fault> {
        self.of(&call.ty).adopt(call, identifier).await
    }

    async fn operate(&self, call: &Call, identifier: &str, action: &str, input: &Json) -> Result<(), Fault> {
        self.of(&call.ty).operate(call, identifier, action, input).await
    }
}
