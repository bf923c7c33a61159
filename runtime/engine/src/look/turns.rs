//! Whose turn it is to ask a provider: as many calls at once as each of its lanes allows.

use std::collections::BTreeMap;
use std::sync::Arc;

use cloudc_facts::ResourceType;
use cloudc_provider::Provider;
use tokio::sync::Semaphore;

/// The lanes of a provider that have been asked for so far.
#[derive(Debug, Default)]
pub(super) struct Turns(BTreeMap<Arc<str>, Arc<Semaphore>>);

impl Turns {
    /// The lane of a type: who asks takes a permit of it first. It is never closed.
    pub(super) fn lane(&mut self, provider: &dyn Provider, ty: &ResourceType) -> Arc<Semaphore> {
        let lane = provider.lane(ty);
        let turns = self.0.entry(lane.name).or_insert_with(|| Arc::new(Semaphore::new(lane.limit.max(1))));
        Arc::clone(turns)
    }
}
