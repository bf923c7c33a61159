//! What has ended: first it is written, then what waited for it goes on.

use cloudc_provider::{Action, Fault, Timestamp};
use cloudc_state::Entry;

use super::super::ApplyError;
use super::super::events::Event;
use super::super::outcome::{self, Outcome};
use super::super::report::{Done, Failure, NotTried};
use super::super::task::Ended;
use super::Driver;
use crate::plan::Work;

impl Driver<'_> {
    /// Writes what has ended, then goes on with what waited for it.
    pub(super) async fn settle(&mut self) -> Result<(), ApplyError> {
        let ended = std::mem::take(&mut self.ended);
        let now = self.provider.now();
        for (number, Ended { outcome, filled }) in &ended {
            let Some(running) = self.running.get(number) else { continue };
            let entry = match (&running.intent, outcome) {
                (Some(intent), outcome) => outcome::entry(intent, outcome, running.before.as_ref(), now),
                (None, Outcome::Read(record)) => {
                    Some(Entry::Noted { address: self.address(*number), record: record.clone() })
                }
                (None, _) => None,
            };
            self.entries.extend(entry);
            self.entries.extend(filled.as_ref().and_then(|filled| filled.entry(self.state.document())));
        }
        self.write().await?;
        for (number, Ended { outcome, .. }) in ended {
            self.finish(number, &outcome, now);
        }
        Ok(())
    }

    fn finish(&mut self, number: usize, outcome: &Outcome, now: Timestamp) {
        let Some(running) = self.running.remove(&number) else { return };
        let well = !matches!(outcome, Outcome::Failed { .. } | Outcome::Unknown(_));
        self.lanes.end(&running.lane, well);
        let action = running.intent.as_ref().map(|intent| intent.action);
        let identifier = match outcome {
            Outcome::Failed { fault, .. } => return self.fail(number, action, fault, false),
            Outcome::Unknown(fault) => return self.fail(number, action, fault, true),
            Outcome::Made(actual) => actual.identifier.clone(),
            Outcome::Read(record) => record.identifier.clone(),
            Outcome::Gone | Outcome::Nothing => running.intent.map(|intent| intent.identifier).unwrap_or_default(),
        };
        let address = self.address(number);
        let took = u64::try_from(now.since(running.since).as_millis()).unwrap_or(u64::MAX);
        self.report.done.extend(action.map(|action| Done { address: address.clone(), action }));
        if action.is_some() {
            self.tell(&Event::Done { address, action, identifier, took });
        }
        let free = self.close(number);
        self.open(free);
    }

    /// An operation failed: what waits for it is not tried.
    pub(super) fn fail(&mut self, number: usize, action: Option<Action>, fault: &Fault, unknown: bool) {
        let address = self.address(number);
        let class = action.map(|_| fault.class);
        let (code, message) = (fault.code.clone(), fault.message.clone());
        let planned = action.or_else(|| self.action(number));
        let event = Event::Failed {
            address: address.clone(),
            class,
            code: code.clone(),
            message: message.clone(),
            action: planned,
        };
        self.tell(&event);
        let node = match self.work(number) {
            Some(Work::Make(node)) => Some(node),
            Some(Work::Drop(index)) => self.plan.leaving.get(index).and_then(|leaving| leaving.node),
            None => None,
        };
        let failure = Failure { address: address.clone(), action: planned, class, code, message, unknown, node };
        self.report.failed.push(failure);
        if let Some(over) = self.over.get_mut(number) {
            *over = true;
        }
        let mut behind =
            self.plan.operations.all.get(number).map(|operation| operation.then.clone()).unwrap_or_default();
        while let Some(number) = behind.pop() {
            if self.over.get(number) != Some(&false) {
                continue;
            }
            self.skip(number, Some(address.clone()));
            behind.extend(self.plan.operations.all.get(number).into_iter().flat_map(|operation| &operation.then));
        }
    }

    pub(super) fn skip(&mut self, number: usize, because: Option<String>) {
        if let Some(over) = self.over.get_mut(number) {
            *over = true;
        }
        if let Some(action) = self.action(number) {
            let address = self.address(number);
            self.tell(&Event::NotTried { address: address.clone(), action, because: because.clone() });
            self.report.not_tried.push(NotTried { address, action, because });
        }
    }
}
