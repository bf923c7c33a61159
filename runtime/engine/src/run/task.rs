//! A call beside the driver.

use std::sync::Arc;

use cloudc_graph::Mode;
use cloudc_provider::{Action, Change, Class, Fault, Progress, Provider, Timestamp};
use serde_json::Value as Json;
use tokio::sync::mpsc::UnboundedSender;

use super::attempt::Attempt;
use super::outcome::Outcome;
use super::patience::{Patience, Tries};
use super::prepare::{Job, Reading, read_record};

/// What a call tells while it runs: the number of the operation, and this.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    Accepted(String),
    Identified(String),
    Says(String),
    Retried(Class, String),
}

/// Where a call tells it.
#[derive(Debug, Clone)]
pub(super) struct Teller {
    pub(super) number: usize,
    pub(super) to: UnboundedSender<(usize, Word)>,
}

impl Teller {
    fn tell(&self, word: Word) {
        // Nobody listens any more when the run has ended.
        let _unheard = self.to.send((self.number, word));
    }
}

impl Progress for Teller {
    fn accepted(&self, handle: &str) {
        self.tell(Word::Accepted(handle.to_owned()));
    }

    fn identified(&self, identifier: &str) {
        self.tell(Word::Identified(identifier.to_owned()));
    }

    fn says(&self, message: &str) {
        self.tell(Word::Says(message.to_owned()));
    }
}

/// Performs an operation; `again` says when it was sent by a run that did not learn what came of it.
pub(super) async fn perform(
    provider: Arc<dyn Provider>,
    patience: Patience,
    job: Job,
    teller: Teller,
    again: Option<Timestamp>,
) -> Outcome {
    let retried = |fault: &Fault| teller.tell(Word::Retried(fault.class, fault.message.clone()));
    let attempt =
        Attempt { provider: &*provider, call: &job.call, patience: &patience, progress: &teller, retried: &retried };
    let Job { intent, before, .. } = &job;
    match (intent.action, again) {
        (Action::Create, None) => attempt.create(&intent.properties, None).await,
        (Action::Create, Some(sent)) => attempt.find(&intent.properties, sent).await,
        (Action::Update, _) => {
            let none = Json::Null;
            let written = before.as_ref().map_or(&none, |record| &record.properties);
            let change = Change { before: written, after: &intent.properties, places: &intent.places };
            attempt.update(&intent.identifier, change).await
        }
        (Action::Delete, _) => {
            let changed = before.as_ref().map_or(intent.at, |record| record.changed);
            attempt.delete(&intent.identifier, changed).await
        }
    }
}

/// Reads something that the program does not make.
pub(super) async fn read(
    provider: Arc<dyn Provider>,
    patience: Patience,
    reading: Reading,
    teller: Option<Teller>,
) -> Outcome {
    let mut tries = Tries::new(&patience, &reading.call.token);
    loop {
        let fault = match read_once(&*provider, &reading).await {
            Ok(outcome) => return outcome,
            Err(fault) => fault,
        };
        let Some(delay) = tries.again(&fault) else { return Outcome::Failed { fault, partly: false } };
        if let Some(teller) = &teller {
            teller.tell(Word::Retried(fault.class, fault.message.clone()));
        }
        tokio::time::sleep(delay).await;
    }
}

async fn read_once(provider: &dyn Provider, reading: &Reading) -> Result<Outcome, Fault> {
    let now = provider.now();
    let (identifier, model) = match reading.mode {
        Mode::Read => (String::new(), provider.ask(&reading.call, &reading.properties).await?),
        _ => match provider.existing(&reading.call, &reading.properties).await? {
            Some(actual) => (actual.identifier, actual.model),
            None => return Err(Fault::new(Class::NotFound, "NotFound", "there is no such thing")),
        },
    };
    Ok(Outcome::Read(Box::new(read_record(reading, identifier, &model, now))))
}
