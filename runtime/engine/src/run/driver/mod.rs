mod end;
mod listen;
mod settle;
mod spawn;

use std::sync::Arc;

use cloudc_graph::Graph;
use cloudc_provider::{Action, Fault, Lane, Provider, Timestamp};
use cloudc_state::{Entry, Intent, Record, State, Target};
use rustc_hash::FxHashMap;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{Id, JoinSet};

use super::events::{Event, Observer};
use super::lanes::Lanes;
use super::prepare::{Context, Job, Prepared, Reading};
use super::report::Report;
use super::stop::Stop;
use super::task::{Ended, Word};
use super::{ApplyError, Options};
use crate::Plan;
use crate::plan::{Decision, Sites, Wanted, Work};

/// Carries out a plan: decides what runs when, and writes down everything.
pub(super) struct Driver<'r> {
    graph: &'r Graph,
    plan: &'r Plan,
    state: &'r mut State,
    provider: Arc<dyn Provider>,
    options: &'r Options,
    observer: &'r mut dyn Observer,
    sites: Sites,
    wanted: Wanted,
    /// How many operations each one still waits for.
    waits: Vec<usize>,
    /// Which operations have ended, or will not be tried.
    over: Vec<bool>,
    lanes: Lanes,
    running: FxHashMap<usize, Running>,
    tasks: JoinSet<(usize, Ended)>,
    numbers: FxHashMap<Id, usize>,
    words: Words,
    /// What is written with the next batch.
    entries: Vec<Entry>,
    /// Operations that have ended and are not written yet.
    ended: Vec<(usize, Ended)>,
    stop: Stop,
    began: Timestamp,
    report: Report,
}

/// Where calls tell what they find, and where it is heard; by the number of their operation.
type Words = (UnboundedSender<(usize, Word)>, UnboundedReceiver<(usize, Word)>);

/// An operation that runs.
struct Running {
    /// None for one that reads.
    intent: Option<Intent>,
    before: Option<Record>,
    lane: Arc<str>,
    since: Timestamp,
}

/// An operation that is about to run.
enum Ready {
    Send(usize, Arc<str>, Box<Job>),
    Read(usize, Arc<str>, Box<Reading>),
    /// There is no call to make.
    Quiet(usize),
}

impl<'r> Driver<'r> {
    pub(super) fn new(
        graph: &'r Graph,
        plan: &'r Plan,
        state: &'r mut State,
        provider: &Arc<dyn Provider>,
        options: &'r Options,
        observer: &'r mut dyn Observer,
    ) -> Driver<'r> {
        let operations = &plan.operations.all;
        Driver {
            graph,
            plan,
            state,
            provider: Arc::clone(provider),
            options,
            observer,
            sites: Sites::of(graph, &plan.home),
            wanted: Wanted::of(graph),
            waits: operations.iter().map(|operation| operation.waits).collect(),
            over: vec![false; operations.len()],
            lanes: Lanes::default(),
            running: FxHashMap::default(),
            tasks: JoinSet::new(),
            numbers: FxHashMap::default(),
            words: unbounded_channel(),
            entries: Vec::new(),
            ended: Vec::new(),
            stop: Stop::No,
            began: provider.now(),
            report: Report::default(),
        }
    }

    pub(super) async fn run(mut self) -> Result<Report, ApplyError> {
        let free: Vec<usize> = (0..self.waits.len()).filter(|&number| self.waits.get(number) == Some(&0)).collect();
        self.open(free);
        loop {
            self.start().await?;
            if self.running.is_empty() {
                break;
            }
            self.listen().await;
            self.settle().await?;
            if self.stop == Stop::Now {
                break;
            }
        }
        self.end().await
    }

    /// Takes up operations that wait for nothing any more.
    fn open(&mut self, mut free: Vec<usize>) {
        while let Some(number) = free.pop() {
            match self.lane(number) {
                Some(lane) => {
                    let rank = self.plan.operations.all.get(number).map(|operation| operation.rank).unwrap_or_default();
                    self.lanes.push(lane, number, rank);
                }
                None => free.extend(self.close(number)),
            }
        }
    }

    /// Through what an operation's call goes; none if it makes no call.
    fn lane(&self, number: usize) -> Option<Lane> {
        let ty = match self.work(number)? {
            Work::Make(node) => match self.plan.nodes.get(node)?.decision {
                Decision::Keep | Decision::Out | Decision::LeftOut => return None,
                _ => &*self.graph.node(node)?.ty,
            },
            Work::Drop(index) => &*self.plan.leaving.get(index)?.ty,
        };
        let unknown = || Lane { name: "unknown".into(), limit: 1 };
        Some(cloudc_facts::facts().resource_type(ty).map_or_else(unknown, |ty| self.provider.lane(&ty)))
    }

    fn work(&self, number: usize) -> Option<Work> {
        self.plan.operations.all.get(number).map(|operation| operation.work)
    }

    /// An operation is done: gives those that wait for nothing any more.
    fn close(&mut self, number: usize) -> Vec<usize> {
        if let Some(over) = self.over.get_mut(number) {
            *over = true;
        }
        let Some(operation) = self.plan.operations.all.get(number) else { return Vec::new() };
        let mut free = Vec::new();
        for &then in &operation.then {
            if let Some(waits) = self.waits.get_mut(then) {
                *waits = waits.saturating_sub(1);
                if *waits == 0 && self.over.get(then) == Some(&false) {
                    free.push(then);
                }
            }
        }
        free
    }

    /// Starts everything that may be started: first it is written down, all in one batch, then it is sent.
    async fn start(&mut self) -> Result<(), ApplyError> {
        while self.stop == Stop::No {
            let ready = self.take_ready();
            if ready.is_empty() {
                break;
            }
            self.write().await?;
            for one in ready {
                match one {
                    Ready::Send(number, lane, job) => self.send(number, lane, *job),
                    Ready::Read(number, lane, reading) => self.read(number, lane, *reading),
                    Ready::Quiet(number) => {
                        let free = self.close(number);
                        self.open(free);
                    }
                }
            }
        }
        Ok(())
    }

    /// Everything that may be started now; what it writes down is among the entries.
    fn take_ready(&mut self) -> Vec<Ready> {
        let mut ready = Vec::new();
        while let Some((number, lane)) = self.lanes.pop() {
            let Some(work) = self.work(number) else { continue };
            let context = Context {
                graph: self.graph,
                plan: self.plan,
                document: self.state.document(),
                state: self.state,
                wanted: &self.wanted,
                sites: &self.sites,
                provider: &*self.provider,
            };
            match context.prepare(work) {
                Prepared::Send(job) => {
                    self.entries.push(Entry::Intent(Box::new(job.intent.clone())));
                    ready.push(Ready::Send(number, lane, job));
                    continue;
                }
                Prepared::Read(reading) => {
                    ready.push(Ready::Read(number, lane, reading));
                    continue;
                }
                Prepared::Note(record) => {
                    self.entries.push(Entry::Noted { address: self.address(number), record });
                    ready.push(Ready::Quiet(number));
                }
                Prepared::Forget(target) => self.forget(target, number, &mut ready),
                Prepared::Nothing => {
                    if self.action(number).is_some() {
                        let address = self.address(number);
                        self.tell(&Event::Done { address, action: None, identifier: String::new(), took: 0 });
                    }
                    ready.push(Ready::Quiet(number));
                }
                Prepared::Impossible(why) => self.fail(number, None, &Fault::impossible(why), false),
            }
            self.lanes.end(&lane, true);
        }
        ready
    }

    fn forget(&mut self, target: Target, number: usize, ready: &mut Vec<Ready>) {
        self.tell(&Event::Forgotten { address: target.address.clone() });
        self.entries.push(Entry::Forgotten(target));
        ready.push(Ready::Quiet(number));
    }

    /// What an operation is planned to do; none if it makes no call that changes something.
    fn action(&self, number: usize) -> Option<Action> {
        match self.work(number)? {
            Work::Make(node) => match self.plan.nodes.get(node)?.decision {
                Decision::Create | Decision::Replace { .. } => Some(Action::Create),
                Decision::Update { .. } => Some(Action::Update),
                Decision::Keep | Decision::Read | Decision::Out | Decision::LeftOut => None,
            },
            Work::Drop(index) => (!self.plan.leaving.get(index)?.forget).then_some(Action::Delete),
        }
    }

    fn tell(&mut self, event: &Event) {
        let at = self.provider.now().since(self.began);
        self.observer.event(at, event);
    }

    fn address(&self, number: usize) -> String {
        let address = match self.work(number) {
            Some(Work::Make(node)) => self.graph.node(node).map(|node| node.address.to_string()),
            Some(Work::Drop(index)) => self.plan.leaving.get(index).map(|leaving| leaving.target.address.clone()),
            None => None,
        };
        address.unwrap_or_default()
    }

    async fn write(&mut self) -> Result<(), ApplyError> {
        let entries = std::mem::take(&mut self.entries);
        Ok(self.state.record(entries).await?)
    }
}
