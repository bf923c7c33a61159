//! Calls being started.

use std::sync::Arc;
use std::time::Duration;

use cloudc_provider::{Rollout, typical};

use super::super::events::Event;
use super::super::prepare::{Job, Reading};
use super::super::task::{Teller, perform, read};
use super::{Driver, Running};

impl Driver<'_> {
    pub(super) fn send(&mut self, number: usize, lane: Arc<str>, job: Job) {
        let (intent, before) = (job.intent.clone(), job.before.clone());
        let machines = Rollout::machines(&intent.properties);
        let renewal = intent.rollout.as_ref().map_or(Duration::ZERO, |rollout| rollout.time(machines));
        let typical = milliseconds(typical(&intent.ty, intent.action) + renewal);
        let way = self.plan.operations.all.get(number).map(|operation| milliseconds(operation.rank));
        let (address, ty) = (intent.target.address.clone(), intent.ty.clone());
        self.tell(&Event::Started { address, action: intent.action, ty, typical, way: way.unwrap_or(typical) });
        let (provider, patience) = (Arc::clone(&self.provider), self.options.patience.clone());
        let teller = self.teller(number);
        let since = self.provider.now();
        self.running.insert(number, Running { intent: Some(intent), before, lane, since });
        let task = self.tasks.spawn(async move { (number, perform(provider, patience, job, teller, None).await) });
        self.numbers.insert(task.id(), number);
    }

    pub(super) fn read(&mut self, number: usize, lane: Arc<str>, reading: Reading) {
        let (provider, patience) = (Arc::clone(&self.provider), self.options.patience.clone());
        let teller = self.teller(number);
        let since = self.provider.now();
        self.running.insert(number, Running { intent: None, before: None, lane, since });
        let task =
            self.tasks.spawn(async move { (number, read(provider, patience, reading, Some(teller)).await.into()) });
        self.numbers.insert(task.id(), number);
    }

    fn teller(&self, number: usize) -> Teller {
        Teller::new(number, self.words.0.clone())
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
