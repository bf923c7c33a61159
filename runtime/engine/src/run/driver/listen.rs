//! What calls tell while they run, and when they end.

use std::sync::Arc;

use cloudc_provider::{Class, Fault};
use cloudc_state::Entry;
use tokio::task::{Id, JoinError};

use super::super::events::Event;
use super::super::outcome::Outcome;
use super::super::task::{Ended, Word};
use super::Driver;

impl Driver<'_> {
    /// Waits until something happens, and takes in everything that has happened by then.
    pub(super) async fn listen(&mut self) {
        tokio::select! {
            Some(ended) = self.tasks.join_next_with_id() => self.hear_end(ended),
            Some((number, word)) = self.words.1.recv() => self.hear(number, word),
            () = self.options.stop.beyond(self.stop) => {}
        }
        // What is ready at the same instant is written in the same batch.
        tokio::task::yield_now().await;
        while let Some(ended) = self.tasks.try_join_next_with_id() {
            self.hear_end(ended);
        }
        while let Ok((number, word)) = self.words.1.try_recv() {
            self.hear(number, word);
        }
        let stop = self.options.stop.now();
        if stop > self.stop {
            self.stop = stop;
            self.tell(&Event::Stopping { running: self.running.len() });
        }
    }

    fn hear_end(&mut self, ended: Result<(Id, (usize, Ended)), JoinError>) {
        match ended {
            Ok((id, ended)) => {
                self.numbers.remove(&id);
                self.ended.push(ended);
            }
            // A call that ends in a panic may have been carried out.
            Err(error) => {
                let number = self.numbers.remove(&error.id());
                self.ended.extend(number.map(|number| (number, Outcome::Unknown(Fault::broken()).into())));
            }
        }
    }

    fn hear(&mut self, number: usize, word: Word) {
        let Some(running) = self.running.get(&number) else { return };
        let op = running.intent.as_ref().map(|intent| intent.op.clone());
        let lane = Arc::clone(&running.lane);
        let address = self.address(number);
        match word {
            Word::Accepted(handle) => self.entries.extend(op.map(|op| Entry::Accepted { op, handle })),
            Word::Identified(identifier) => self.entries.extend(op.map(|op| Entry::Identified { op, identifier })),
            Word::Told(place, secret) => {
                let entry = op.map(|op| self.state.sealed(&op, &address, &place, &secret.0));
                match entry {
                    Some(Ok(entry)) => self.entries.push(entry),
                    // What is not kept is missed by the next plan.
                    Some(Err(why)) => self.tell(&Event::Progress { address, message: why.to_string() }),
                    None => {}
                }
            }
            Word::Says(message) => self.tell(&Event::Progress { address, message }),
            Word::Retried(class, message) => {
                if class == Class::Throttled {
                    self.lanes.slow_down(&lane);
                }
                self.tell(&Event::Retried { address, class, message });
            }
        }
    }
}
