//! A provider at which the process dies: before a call is made, or after it was carried out and before its answer comes.
#![allow(unreachable_pub, reason = "it is a part of tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use cloudc_facts::ResourceType;
use cloudc_provider::{
    Actual, Call, Change, Fault, Found, Home, Lane, Owned, Progress, Provider, Question, Recovery, Timestamp,
};
use serde_json::Value as Json;
use tokio::sync::Notify;

/// Counts steps, two for each call, and dies at one of them.
#[derive(Debug)]
pub struct Tripwire {
    inner: Arc<dyn Provider>,
    steps: AtomicUsize,
    at: usize,
    pub dead: Notify,
}

impl Tripwire {
    pub fn new(inner: Arc<dyn Provider>, at: usize) -> Arc<Tripwire> {
        Arc::new(Tripwire { inner, steps: AtomicUsize::new(0), at, dead: Notify::new() })
    }

    /// How many steps there were.
    #[allow(dead_code, reason = "not every test counts")]
    pub fn steps(&self) -> usize {
        self.steps.load(Ordering::SeqCst)
    }

    async fn step(&self) {
        if self.steps.fetch_add(1, Ordering::SeqCst) >= self.at {
            self.dead.notify_one();
            std::future::pending::<()>().await;
        }
    }

    async fn around<T>(&self, call: impl Future<Output = T> + Send) -> T {
        self.step().await;
        let answer = call.await;
        self.step().await;
        answer
    }
}

#[async_trait]
impl Provider for Tripwire {
    fn home(&self) -> &Home {
        self.inner.home()
    }

    fn now(&self) -> Timestamp {
        self.inner.now()
    }

    fn lane(&self, ty: &ResourceType) -> Lane {
        self.inner.lane(ty)
    }

    fn recovery(&self, ty: &ResourceType) -> Recovery {
        self.inner.recovery(ty)
    }

    fn settling(&self) -> Duration {
        self.inner.settling()
    }

    async fn create(&self, call: &Call, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        self.around(self.inner.create(call, properties, progress)).await
    }

    async fn read(&self, call: &Call, identifier: &str) -> Result<Option<Actual>, Fault> {
        self.around(self.inner.read(call, identifier)).await
    }

    async fn update(
        &self,
        call: &Call,
        identifier: &str,
        change: Change<'_>,
        progress: &dyn Progress,
    ) -> Result<Actual, Fault> {
        self.around(self.inner.update(call, identifier, change, progress)).await
    }

    async fn delete(&self, call: &Call, identifier: &str, progress: &dyn Progress) -> Result<(), Fault> {
        self.around(self.inner.delete(call, identifier, progress)).await
    }

    async fn find(&self, call: &Call, properties: &Json) -> Result<Found, Fault> {
        self.around(self.inner.find(call, properties)).await
    }

    async fn existing(&self, call: &Call, properties: &Json) -> Result<Option<Actual>, Fault> {
        self.around(self.inner.existing(call, properties)).await
    }

    async fn ask(&self, call: &Call, properties: &Json) -> Result<Json, Fault> {
        self.around(self.inner.ask(call, properties)).await
    }

    async fn look_up(&self, question: &Question) -> Result<Json, Fault> {
        self.inner.look_up(question).await
    }

    async fn owned(&self, app: &str) -> Result<Vec<Owned>, Fault> {
        self.inner.owned(app).await
    }
}
