//! A call beside the driver.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cloudc_facts::facts;
use cloudc_graph::Mode;
use cloudc_provider::{Action, Actual, Call, Change, Class, Fault, Progress, Provider, Timestamp, Token, filled};
use cloudc_state::{Document, Entry, Record};
use serde_json::Value as Json;
use tokio::sync::mpsc::UnboundedSender;

use super::attempt::Attempt;
use super::outcome::{Outcome, told};
use super::patience::{Patience, Tries};
use super::prepare::{Job, Reading, read_record};

/// What a call tells while it runs: the number of the operation, and this.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    Accepted(String),
    Identified(String),
    Says(String),
    Retried(Class, String),
    /// A secret that is never told again, by its place.
    Told(String, Hidden),
}

/// A text that is not shown.
#[derive(Clone, PartialEq)]
pub(super) struct Hidden(pub(super) String);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hidden")
    }
}

/// Where a call tells it.
#[derive(Debug, Clone)]
pub(super) struct Teller {
    pub(super) number: usize,
    pub(super) to: UnboundedSender<(usize, Word)>,
    /// Whether a secret was told.
    told: Arc<AtomicBool>,
}

impl Teller {
    pub(super) fn new(number: usize, to: UnboundedSender<(usize, Word)>) -> Teller {
        Teller { number, to, told: Arc::default() }
    }

    fn has_told(&self) -> bool {
        self.told.load(Ordering::Relaxed)
    }

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

    fn told(&self, place: &str, secret: &str) {
        self.told.store(true, Ordering::Relaxed);
        self.tell(Word::Told(place.to_owned(), Hidden(secret.to_owned())));
    }
}

/// Performs an operation; `again` says when it was sent by a run that did not learn what came of it.
pub(super) async fn perform(
    provider: Arc<dyn Provider>,
    patience: Patience,
    job: Job,
    teller: Teller,
    again: Option<Timestamp>,
) -> Ended {
    let retried = |fault: &Fault| teller.tell(Word::Retried(fault.class, fault.message.clone()));
    let attempt =
        Attempt { provider: &*provider, call: &job.call, patience: &patience, progress: &teller, retried: &retried };
    let Job { intent, before, .. } = &job;
    let outcome = match (intent.action, again) {
        (Action::Create, None) => create(&attempt, &job, &teller).await,
        (Action::Create, Some(sent)) => attempt.find(&intent.properties, sent).await,
        (Action::Update, _) => {
            let none = Json::Null;
            let written = before.as_ref().map_or(&none, |record| &record.properties);
            let (after, places) = (&intent.properties, intent.places.as_slice());
            let change = Change { before: written, after, places, rollout: intent.rollout.as_ref() };
            attempt.update(&intent.identifier, change).await
        }
        (Action::Delete, _) => {
            let changed = before.as_ref().map_or(intent.at, |record| record.changed);
            attempt.delete(&intent.identifier, changed).await
        }
    };
    let filled = match (&outcome, intent.action) {
        (Outcome::Made(_), Action::Create) => look_again(&*provider, &patience, &job).await,
        _ => None,
    };
    Ended { outcome, filled }
}

/// Makes a resource. One whose secret was lost with the answer that told it is of no use: it is deleted, and made anew.
async fn create(attempt: &Attempt<'_>, job: &Job, teller: &Teller) -> Outcome {
    let tells = cloudc_facts::tells_once(&job.intent.ty);
    let mut tries = Tries::new(attempt.patience, &job.call.token);
    loop {
        let outcome = attempt.create(&job.intent.properties, None).await;
        let Outcome::Made(actual) = &outcome else { return outcome };
        if !tells || teller.has_told() {
            return outcome;
        }
        let why = "the answer that told its secret was lost: it is deleted, and made anew";
        let fault = Fault::new(Class::Lost, "SecretLost", why);
        let Some(delay) = tries.again(&fault) else { return outcome };
        (attempt.retried)(&fault);
        tokio::time::sleep(delay).await;
        // The deletion is another call than the creation.
        let call = Call { token: Token::of(&[job.call.token.as_str(), "lost"]), ..job.call.clone() };
        let deletion = Attempt { call: &call, ..*attempt };
        if !matches!(deletion.delete(&actual.identifier, attempt.provider.now()).await, Outcome::Gone) {
            return outcome;
        }
    }
}

/// What came of an operation, and what the cloud tells by now of another thing that it was about.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) outcome: Outcome,
    pub(super) filled: Option<Filled>,
}

impl From<Outcome> for Ended {
    fn from(outcome: Outcome) -> Ended {
        Ended { outcome, filled: None }
    }
}

/// A thing of which more is known now.
#[derive(Debug)]
pub(super) struct Filled {
    ty: &'static str,
    actual: Actual,
}

impl Filled {
    /// What is recorded of it from now on; none if it is not the program's.
    pub(super) fn entry(&self, document: &Document) -> Option<Entry> {
        let is_it = |record: &Record| *record.ty == *self.ty && record.identifier == self.actual.identifier;
        let (target, record) = document.all().find(|(_, record)| is_it(record))?;
        let attributes = told(self.ty, &self.actual.model, &record.properties);
        let record = Record { attributes, ..record.clone() };
        target.replaced.is_none().then(|| Entry::Noted { address: target.address, record: Box::new(record) })
    }
}

/// Reads the thing that what was made has told the cloud more of.
async fn look_again(provider: &dyn Provider, patience: &Patience, job: &Job) -> Option<Filled> {
    let (ty, identifier) = filled(&job.intent.ty, &job.intent.properties)?;
    let call = Call { ty: facts().resource_type(ty)?, handle: None, ..job.call.clone() };
    let mut tries = Tries::new(patience, &call.token);
    loop {
        match provider.read(&call, identifier).await {
            Ok(actual) => return Some(Filled { ty, actual: actual? }),
            Err(fault) => tokio::time::sleep(tries.again(&fault)?).await,
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
