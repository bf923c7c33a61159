//! What CloudFormation does with a stack, as events of a run of our own.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use cloudc_aws::{Stack, StackEvent, Stacks};
use cloudc_engine::{Done, Event, Failure as Failed, Finish, Observer, Report, Stop, Stopper};
use cloudc_provider::{Action, Fault, typical};

use super::packed::{Packed, type_of};
use crate::program::Program;
use crate::shown::Progress;

/// How long it takes until a stack is looked at again: at first, and later.
const PAUSES: (Duration, Duration) = (Duration::from_millis(300), Duration::from_secs(4));

/// What CloudFormation says of what it did not begin because something else had failed.
const CANCELLED: &str = "cancelled";

/// A stack that is being watched.
pub(super) struct Watch<'w> {
    pub(super) stacks: &'w Stacks,
    pub(super) program: &'w Program,
    pub(super) packed: &'w Packed,
    pub(super) region: &'w str,
    pub(super) progress: &'w mut Progress,
    pub(super) stop: &'w Stopper,
    began: Instant,
    /// The last event that was seen, of the stack and of those inside of it, by ARN.
    seen: BTreeMap<String, Option<String>>,
    /// What is being done, and since when.
    open: BTreeMap<(String, Action), Instant>,
    report: Report,
}

/// The last thing that has happened to a stack by now.
pub(super) async fn last(stacks: &Stacks, region: &str, stack: &str) -> Result<Option<String>, Fault> {
    stacks.newest(region, stack).await
}

impl<'w> Watch<'w> {
    /// Watches a stack from an event on.
    pub(super) fn new(
        (stacks, region, stack): (&'w Stacks, &'w str, &str),
        (program, packed): (&'w Program, &'w Packed),
        (progress, stop): (&'w mut Progress, &'w Stopper),
        since: Option<String>,
    ) -> Watch<'w> {
        let seen = [(stack.to_owned(), since)].into();
        let (began, open, report) = (Instant::now(), BTreeMap::new(), Report::default());
        Watch { stacks, program, packed, region, progress, stop, began, seen, open, report }
    }

    /// Watches until CloudFormation has come to an end; none if somebody has asked to stop watching.
    pub(super) async fn follow(mut self, stack: &str) -> Result<Option<(Report, Option<Stack>)>, Fault> {
        let mut pause = PAUSES.0;
        loop {
            let now = self.stacks.stack(self.region, stack).await?;
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
        let gone = stack.is_none_or(|stack| stack.status == "DELETE_COMPLETE");
        let well = gone || stack.is_some_and(Stack::is_well);
        self.report.finish = if well && self.report.failed.is_empty() { Finish::Complete } else { Finish::Incomplete };
        self.report.took = self.began.elapsed();
        self.report
    }

    /// Takes in what has happened since the last time, to stacks inside of the stack too.
    async fn hear(&mut self) -> Result<(), Fault> {
        let known: Vec<(String, Option<String>)> = self.seen.clone().into_iter().collect();
        let mut inner = BTreeSet::new();
        for (stack, since) in known {
            let events = self.stacks.events(self.region, &stack, since.as_deref()).await?;
            for event in &events {
                match (
                    event.ty == "AWS::CloudFormation::Stack",
                    event.identifier == stack || event.identifier.is_empty(),
                ) {
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
        let Some(action) = action(&event.status) else { return };
        let address = self.packed.address(&event.id);
        match () {
            () if event.status.ends_with("_IN_PROGRESS") => self.started(address, action, event),
            () if event.status == "DELETE_SKIPPED" => self.tell(&Event::Forgotten { address }),
            () if event.status.ends_with("_COMPLETE") => self.done(address, action, event),
            () if event.status.ends_with("_FAILED") => self.failed(address, action, event),
            () => {}
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
        let (code, message) = (String::new(), event.reason.clone());
        let event = Event::Failed {
            address: address.clone(),
            class: None,
            code: code.clone(),
            message: message.clone(),
            action: Some(action),
        };
        self.tell(&event);
        let node = self.program.graph.nodes().iter().position(|node| node.address.to_string() == address);
        let action = Some(action);
        self.report.failed.push(Failed { address, action, class: None, code, message, unknown: false, node });
    }

    fn tell(&mut self, event: &Event) {
        self.progress.event(self.began.elapsed(), event);
    }
}

/// What CloudFormation does to something that is in this.
fn action(status: &str) -> Option<Action> {
    match status.split('_').next()? {
        "CREATE" | "IMPORT" => Some(Action::Create),
        "UPDATE" | "ROLLBACK" => Some(Action::Update),
        "DELETE" => Some(Action::Delete),
        _ => None,
    }
}
