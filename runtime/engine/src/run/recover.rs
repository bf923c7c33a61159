use std::sync::Arc;
use std::time::Duration;

use cloudc_facts::facts;
use cloudc_provider::{Call, Provider};
use cloudc_state::{Entry, Pending, Record, State};
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinSet;

use super::events::{Event, Observer};
use super::kept::revealed;
use super::outcome::{self, Outcome};
use super::prepare::Job;
use super::report::Failure;
use super::task::{Ended, Teller, Word, perform};
use super::{ApplyError, Options, keys};
use crate::reach::recorded;

/// Finds out what became of every operation whose outcome an earlier run did not record.
///
/// What was made is recorded as made; what was being changed or deleted is changed or deleted to the end, since nobody
/// can tell how far it had come. Gives what still is not known.
///
/// # Errors
/// The state cannot be written.
pub async fn recover(
    state: &mut State,
    provider: &Arc<dyn Provider>,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Vec<Failure>, ApplyError> {
    let pending: Vec<Pending> = state.document().pending.values().cloned().collect();
    let began = provider.now();
    keys::for_pending(state, &pending).await?;
    let (to, mut words) = unbounded_channel();
    let mut tasks = JoinSet::new();
    let mut unknown = Vec::new();
    for (number, pending) in pending.iter().enumerate() {
        let before = state.document().find(&pending.intent.target).cloned();
        let job = match job(state, pending, before) {
            Ok(job) => job,
            Err(why) => {
                unknown.push(failure(pending, why, String::new()));
                continue;
            }
        };
        let (provider, patience) = (Arc::clone(provider), options.patience.clone());
        // Nobody knows when it was sent last: at the latest when the run before this one ended.
        let (teller, sent) = (Teller::new(number, to.clone()), Some(provider.now()));
        tasks.spawn(async move { (number, perform(provider, patience, job, teller, sent).await) });
    }
    while let Some(ended) = tasks.join_next().await {
        let Ok((number, Ended { outcome, filled })) = ended else { continue };
        let mut told = Vec::new();
        while let Ok((number, word)) = words.try_recv() {
            if let (Word::Told(place, secret), Some(pending)) = (word, pending.get(number)) {
                let intent = &pending.intent;
                told.push(state.sealed(&intent.op, &intent.target.address, &place, &secret.0)?);
            }
        }
        state.record(told).await?;
        let Some(pending) = pending.get(number) else { continue };
        let before = state.document().find(&pending.intent.target).cloned();
        match outcome::entry(&pending.intent, &outcome, before.as_ref(), provider.now()) {
            Some(entry) => {
                observer.event(provider.now().since(began), &shown(pending, &entry));
                let filled = filled.and_then(|filled| filled.entry(state.document()));
                state.record(std::iter::once(entry).chain(filled).collect()).await?;
            }
            None => {
                if let Outcome::Unknown(fault) = outcome {
                    unknown.push(failure(pending, fault.message, fault.code));
                }
            }
        }
    }
    unknown.sort_by(|a, b| a.address.cmp(&b.address));
    Ok(unknown)
}

/// The operation, to be gone on with.
///
/// # Errors
/// It cannot: a message for people.
fn job(state: &State, pending: &Pending, before: Option<Record>) -> Result<Job, String> {
    let (intent, document) = (pending.intent.clone(), state.document());
    let call = Call {
        app: document.app.as_str().into(),
        address: intent.target.address.as_str().into(),
        ty: facts().resource_type(&intent.ty).ok_or("nothing is known of its type")?,
        revealed: revealed(state, &intent.properties)?,
        connection: recorded(document, &intent.site),
        site: intent.site.clone(),
        token: intent.op.clone(),
        timeout: intent.timeout.map(Duration::from_millis),
        snapshot: intent.marks.iter().any(|mark| mark == "snapshot"),
        handle: pending.handle.as_deref().map(Arc::from),
    };
    Ok(Job { intent, call, before })
}

fn shown(pending: &Pending, entry: &Entry) -> Event {
    let outcome = match entry {
        Entry::Made { .. } => "it is there",
        Entry::Gone { .. } => "it is gone",
        Entry::Failed { class: None, .. } => "it was never made",
        Entry::Failed { left: Some(_), .. } => "it failed, and something is left of it",
        _ => "it failed",
    };
    Event::Recovered { address: pending.intent.target.address.clone(), action: pending.intent.action, outcome }
}

fn failure(pending: &Pending, message: String, code: String) -> Failure {
    Failure {
        address: pending.intent.target.address.clone(),
        action: Some(pending.intent.action),
        class: None,
        code,
        message,
        unknown: true,
        node: None,
    }
}
