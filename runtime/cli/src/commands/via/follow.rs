//! What CloudFormation does with a stack, as events of a run of our own.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use cloudc_aws::{Stack, StackEvent};
use cloudc_engine::{Done, Event, Failure as Failed, Finish, Observer, Report, Stop, Stopper, type_of};
use cloudc_provider::{Action, Fault, typical};

use super::inside::STACK;
use super::said;
use super::watched::{Spot, Watcher};
use crate::shown::Progress;

/// How long it takes until a stack is looked at again: at first, and later.
const PAUSES: (Duration, Duration) = (Duration::from_millis(300), Duration::from_secs(4));

/// What CloudFormation says of what it did not begin because something else had failed.
const CANCELLED: &str = "cancelled";

/// A stack that is being watched.
pub(super) struct Watch<'w> {
    by: &'w Watcher<'w>,
    region: &'w str,
    progress: &'w mut Progress,
    stop: &'w Stopper,
    began: Instant,
    /// The last event that was seen, of the stack and of those inside of it, by ARN.
    seen: BTreeMap<String, Option<String>>,
    /// What is being done, and since when.
    open: BTreeMap<(String, Action), Instant>,
    /// What the stack takes over, or changes only its own notes of: its service hears nothing of it.
    untouched: BTreeSet<String>,
    report: Report,
}

impl<'w> Watch<'w> {
    /// Watches a stack, and those inside of it, each from an event on.
    pub(super) fn new(
        by: &'w Watcher<'w>,
        spot: Spot<'w>,
        (progress, stop): (&'w mut Progress, &'w Stopper),
        seen: BTreeMap<String, Option<String>>,
    ) -> Watch<'w> {
        let (began, open, report) = (Instant::now(), BTreeMap::new(), Report::default());
        Watch { by, region: spot.region, progress, stop, began, seen, open, untouched: BTreeSet::new(), report }
    }

    /// Says nothing of the changes of these.
    pub(super) fn quiet_about(mut self, addresses: &[String]) -> Watch<'w> {
        self.untouched.extend(addresses.iter().cloned());
        self
    }

    /// Watches until CloudFormation has come to an end; none if somebody has asked to stop watching.
    pub(super) async fn follow(mut self, stack: &str) -> Result<Option<(Report, Option<Stack>)>, Fault> {
        let mut pause = PAUSES.0;
        loop {
            let now = self.by.stacks.stack(self.region, stack).await?;
            self.hear().await?;
            if now.as_ref().is_none_or(|stack| !stack.is_moving()) {
                // What happened between the two looks.
                self.hear().await?;
                return Ok(Some((self.end(now.as_ref()), now)));
            }
            let until = Instant::now() + pause;
            while Instant::now() < until {
                if self.stop.now() != Stop::No {
                    return Ok(None);
                }
                tokio::time::sleep(PAUSES.0.min(pause)).await;
            }
            pause = (pause * 3 / 2).min(PAUSES.1);
        }
    }

    fn end(mut self, stack: Option<&Stack>) -> Report {
        let gone = stack.is_none_or(Stack::is_gone);
        let well = gone || stack.is_some_and(Stack::is_well);
        self.report.finish = if well && self.report.failed.is_empty() { Finish::Complete } else { Finish::Incomplete };
        if stack.is_some_and(Stack::is_taken_back) {
            self.report.done.clear();
        }
        self.report.took = self.began.elapsed();
        // A stack inside of it fails because something in it did, which is told.
        let is_inner = |failed: &Failed| failed.node.is_none() && failed.message.contains("mbedded stack");
        if !self.report.failed.iter().all(is_inner) {
            self.report.failed.retain(|failed| !is_inner(failed));
        }
        self.report
    }

    /// Takes in what has happened since the last time, to stacks inside of the stack too.
    async fn hear(&mut self) -> Result<(), Fault> {
        let known: Vec<(String, Option<String>)> = self.seen.clone().into_iter().collect();
        let mut inner = BTreeSet::new();
        for (stack, since) in known {
            let events = self.by.stacks.events(self.region, &stack, since.as_deref()).await?;
            for event in &events {
                match (event.ty == STACK, event.identifier == stack || event.identifier.is_empty()) {
                    (true, true) => self.own(event),
                    (true, false) => {
                        inner.insert(event.identifier.clone());
                        self.resource(event);
                    }
                    (false, _) => self.resource(event),
                }
            }
            if let Some(last) = events.last() {
                self.seen.insert(stack, Some(last.key.clone()));
            }
        }
        for stack in inner {
            self.seen.entry(stack).or_default();
        }
        Ok(())
    }

    /// Something happened to the stack itself: what fails is said, everything else is seen by what it holds.
    fn own(&mut self, event: &StackEvent) {
        if event.status.contains("ROLLBACK_IN_PROGRESS") {
            let message = format!("CloudFormation takes back what it has done: {}", event.reason);
            self.tell(&Event::Progress { address: event.id.clone(), message });
        }
    }

    fn resource(&mut self, event: &StackEvent) {
        let address = self.by.packed.address(&event.id);
        if event.status.starts_with("IMPORT_") {
            return self.imported(address, event);
        }
        let Some(action) = action(&event.status) else { return };
        if self.untouched.contains(&address) && action == Action::Update {
            return;
        }
        match () {
            () if event.status.ends_with("_IN_PROGRESS") => self.started(address, action, event),
            () if event.status == "DELETE_SKIPPED" => self.tell(&Event::Forgotten { address }),
            () if event.status.ends_with("_COMPLETE") => self.done(address, action, event),
            () if event.status.ends_with("_FAILED") => self.failed(address, action, event),
            () => {}
        }
    }

    /// Something was there already and becomes the stack's, or stays what it was.
    fn imported(&mut self, address: String, event: &StackEvent) {
        if event.status == "IMPORT_COMPLETE" && self.untouched.insert(address.clone()) {
            self.tell(&Event::Progress { address, message: "is the stack's from now on".to_owned() });
        } else if event.status == "IMPORT_FAILED" {
            self.fail(address, None, &event.reason);
        }
    }

    fn started(&mut self, address: String, action: Action, event: &StackEvent) {
        let key = (address.clone(), action);
        if self.open.contains_key(&key) {
            return;
        }
        self.open.insert(key, Instant::now());
        let ty = type_of(&event.ty);
        let typical = u64::try_from(typical(&ty, action).as_millis()).unwrap_or(u64::MAX);
        self.tell(&Event::Started { address, action, ty, typical, way: typical });
    }

    fn done(&mut self, address: String, action: Action, event: &StackEvent) {
        let since = self.open.remove(&(address.clone(), action)).unwrap_or_else(Instant::now);
        let took = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.report.done.push(Done { address: address.clone(), action });
        self.tell(&Event::Done { address, action: Some(action), identifier: event.identifier.clone(), took });
    }

    fn failed(&mut self, address: String, action: Action, event: &StackEvent) {
        self.open.remove(&(address.clone(), action));
        if event.reason.contains(CANCELLED) {
            return self.tell(&Event::NotTried { address, action, because: None });
        }
        self.fail(address, Some(action), &event.reason);
    }

    fn fail(&mut self, address: String, action: Option<Action>, reason: &str) {
        let (class, (code, message)) = (None, said::reason(reason));
        let message = match action {
            Some(_) => message,
            None => format!("CloudFormation does not take it over: {message}"),
        };
        let event =
            Event::Failed { address: address.clone(), class, code: code.clone(), message: message.clone(), action };
        self.tell(&event);
        let node = self.by.program.graph.nodes().iter().position(|node| node.address.to_string() == address);
        self.report.failed.push(Failed { address, action, class, code, message, unknown: false, node });
    }

    fn tell(&mut self, event: &Event) {
        self.progress.event(self.began.elapsed(), event);
    }
}

/// What CloudFormation does to something that is in this.
fn action(status: &str) -> Option<Action> {
    match status.split('_').next()? {
        "CREATE" => Some(Action::Create),
        "UPDATE" | "ROLLBACK" => Some(Action::Update),
        "DELETE" => Some(Action::Delete),
        _ => None,
    }
}
