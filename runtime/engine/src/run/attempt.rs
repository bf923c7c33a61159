use std::time::Duration;

use cloudc_provider::{Actual, Call, Change, Class, Fault, Found, Progress, Provider, Readiness, Timestamp};
use serde_json::Value as Json;
use tokio::time::{Instant, sleep};

use super::outcome::{Outcome, did_nothing};
use super::patience::{Patience, Tries};

/// How often something is looked at that is not ready, or not there yet.
const LOOK: Duration = Duration::from_secs(2);

/// One operation, tried until it is done or there is no point in trying.
#[derive(Clone, Copy)]
pub(super) struct Attempt<'a> {
    pub(super) provider: &'a dyn Provider,
    pub(super) call: &'a Call,
    pub(super) patience: &'a Patience,
    pub(super) progress: &'a dyn Progress,
    /// Told of each fault after which the call is sent again.
    pub(super) retried: &'a (dyn Fn(&Fault) + Send + Sync),
}

/// What looking for the outcome of a creation gave.
enum Look {
    Made(Actual),
    None,
    Ask,
}

impl Attempt<'_> {
    /// Makes a resource. `sent` says when it may have been sent before, if it may.
    pub(super) async fn create(&self, properties: &Json, sent: Option<Timestamp>) -> Outcome {
        let mut tries = Tries::new(self.patience, &self.call.token);
        // Whether one of the tries before may have been carried out.
        let mut sent = sent;
        loop {
            let result = match sent {
                Some(when) => match self.look(properties, when).await {
                    Ok(Look::Made(actual)) => self.ready(actual).await,
                    Ok(Look::None | Look::Ask) => self.provider.create(self.call, properties, self.progress).await,
                    Err(fault) => Err(fault),
                },
                None => self.provider.create(self.call, properties, self.progress).await,
            };
            let fault = match result {
                Ok(actual) => return Outcome::Made(actual),
                Err(fault) => fault,
            };
            // A name that is taken is no reason to wait, unless it is this operation that has taken it.
            let taken = fault.class == Class::Conflict && sent.is_none();
            let Some(delay) = tries.again(&fault).filter(|_| !taken) else {
                return give_up(fault, sent.is_some());
            };
            if fault.class == Class::Lost {
                sent = Some(self.provider.now());
            }
            self.wait(&fault, delay).await;
        }
    }

    /// Finds out what became of a creation; makes something only where that is the way to find out.
    pub(super) async fn find(&self, properties: &Json, sent: Timestamp) -> Outcome {
        let mut tries = Tries::new(self.patience, &self.call.token);
        loop {
            let result = match self.look(properties, sent).await {
                Ok(Look::Made(actual)) => self.ready(actual).await,
                Ok(Look::None) => return Outcome::Nothing,
                Ok(Look::Ask) => return self.create(properties, None).await,
                Err(fault) => Err(fault),
            };
            match result {
                Ok(actual) => return Outcome::Made(actual),
                Err(fault) => match tries.again(&fault) {
                    Some(delay) => self.wait(&fault, delay).await,
                    None => return give_up(fault, true),
                },
            }
        }
    }

    /// Changes a resource in place.
    pub(super) async fn update(&self, identifier: &str, change: Change<'_>) -> Outcome {
        let mut tries = Tries::new(self.patience, &self.call.token);
        let mut sent = false;
        loop {
            match self.provider.update(self.call, identifier, change, self.progress).await {
                Ok(actual) => return Outcome::Made(actual),
                Err(fault) => {
                    sent |= fault.class == Class::Lost;
                    let Some(delay) = tries.again(&fault) else { return give_up(fault, sent) };
                    self.wait(&fault, delay).await;
                }
            }
        }
    }

    /// Deletes a resource that was made or changed at `changed`; one that is not there is gone.
    pub(super) async fn delete(&self, identifier: &str, changed: Timestamp) -> Outcome {
        let mut tries = Tries::new(self.patience, &self.call.token);
        let mut sent = false;
        loop {
            let fault = match self.provider.delete(self.call, identifier, self.progress).await {
                Ok(()) => return Outcome::Gone,
                Err(fault) => fault,
            };
            if fault.class == Class::NotFound {
                // What was made a moment ago may only be not seen yet.
                let settled = changed.after(self.provider.settling());
                if sent || settled <= self.provider.now() {
                    return Outcome::Gone;
                }
                sleep(settled.since(self.provider.now()).min(LOOK)).await;
                continue;
            }
            sent |= fault.class == Class::Lost;
            let Some(delay) = tries.again(&fault) else { return give_up(fault, sent) };
            self.wait(&fault, delay).await;
        }
    }

    async fn wait(&self, fault: &Fault, delay: Duration) {
        (self.retried)(fault);
        sleep(delay).await;
    }

    /// Looks for what a creation made that was sent at `sent`, until it would be seen.
    async fn look(&self, properties: &Json, sent: Timestamp) -> Result<Look, Fault> {
        let settled = sent.after(self.provider.settling());
        loop {
            match self.provider.find(self.call, properties).await? {
                Found::One(actual) => return Ok(Look::Made(actual)),
                Found::Ask => return Ok(Look::Ask),
                Found::None if settled <= self.provider.now() => return Ok(Look::None),
                Found::None => sleep(settled.since(self.provider.now()).min(LOOK)).await,
            }
        }
    }

    /// Waits until a resource that was found can be used.
    async fn ready(&self, mut actual: Actual) -> Result<Actual, Fault> {
        self.progress.identified(&actual.identifier);
        let deadline = Instant::now() + self.call.timeout.unwrap_or(self.patience.ready);
        loop {
            match actual.readiness {
                Readiness::Ready => return Ok(actual),
                Readiness::Failed => {
                    let fault = Fault::new(Class::Failed, "NotStabilized", "it did not become ready");
                    return Err(fault.leaving(actual));
                }
                Readiness::Going => return Err(Fault::new(Class::NotFound, "NotFound", "it is being deleted")),
                Readiness::Busy if deadline <= Instant::now() => {
                    return Err(Fault::new(Class::Failed, "Timeout", "it was not ready in time").leaving(actual));
                }
                Readiness::Busy => sleep(LOOK).await,
            }
            if let Some(read) = self.provider.read(self.call, &actual.identifier).await? {
                actual = read;
            }
        }
    }
}

/// The outcome when there is no point in trying again: nobody knows if an answer was lost and this is no clear refusal.
fn give_up(fault: Fault, sent: bool) -> Outcome {
    let unclear = fault.class == Class::Lost || (sent && matches!(fault.class, Class::Throttled | Class::Transient));
    if unclear {
        return Outcome::Unknown(fault);
    }
    let partly = !did_nothing(fault.class);
    Outcome::Failed { fault, partly }
}
