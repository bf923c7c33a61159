use std::sync::Arc;

use cloudc_graph::Graph;
use cloudc_provider::{Action, Fault, Lane, Provider, Timestamp, typical};
use cloudc_state::{Entry, Intent, Record, State, Target};
use rustc_hash::FxHashMap;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{Id, JoinError, JoinSet};

use super::events::{Event, Observer};
use super::lanes::Lanes;
use super::outcome::{self, Outcome};
use super::prepare::{Context, Job, Prepared, Reading};
use super::report::{Done, Failure, Finish, NotTried, Report};
use super::stop::Stop;
use super::task::{Teller, Word, perform, read};
use super::{ApplyError, Options, outputs};
use crate::Plan;
use crate::plan::{Decision, Sites, Work};

/// Carries out a plan: decides what runs when, and writes down everything.
pub(super) struct Driver<'r> {
    graph: &'r Graph,
    plan: &'r Plan,
    state: &'r mut State,
    provider: Arc<dyn Provider>,
    options: &'r Options,
    observer: &'r mut dyn Observer,
    sites: Sites,
    /// How many operations each one still waits for.
    waits: Vec<usize>,
    /// Which operations have ended, or will not be tried.
    over: Vec<bool>,
    lanes: Lanes,
    running: FxHashMap<usize, Running>,
    tasks: JoinSet<(usize, Outcome)>,
    numbers: FxHashMap<Id, usize>,
    words: (UnboundedSender<(usize, Word)>, UnboundedReceiver<(usize, Word)>),
    /// What is written with the next batch.
    entries: Vec<Entry>,
    /// Operations that have ended and are not written yet.
    ended: Vec<(usize, Outcome)>,
    stop: Stop,
    began: Timestamp,
    report: Report,
}

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
                Decision::Keep | Decision::Out => return None,
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
                Prepared::Nothing => ready.push(Ready::Quiet(number)),
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

    fn send(&mut self, number: usize, lane: Arc<str>, job: Job) {
        let (intent, before) = (job.intent.clone(), job.before.clone());
        let typical = u64::try_from(typical(&intent.ty, intent.action).as_millis()).unwrap_or(u64::MAX);
        let (address, ty) = (intent.target.address.clone(), intent.ty.clone());
        self.tell(&Event::Started { address, action: intent.action, ty, typical });
        let (provider, patience) = (Arc::clone(&self.provider), self.options.patience.clone());
        let teller = self.teller(number);
        let since = self.provider.now();
        self.running.insert(number, Running { intent: Some(intent), before, lane, since });
        let task = self.tasks.spawn(async move { (number, perform(provider, patience, job, teller, None).await) });
        self.numbers.insert(task.id(), number);
    }

    fn read(&mut self, number: usize, lane: Arc<str>, reading: Reading) {
        let (provider, patience) = (Arc::clone(&self.provider), self.options.patience.clone());
        let teller = self.teller(number);
        let since = self.provider.now();
        self.running.insert(number, Running { intent: None, before: None, lane, since });
        let task = self.tasks.spawn(async move { (number, read(provider, patience, reading, Some(teller)).await) });
        self.numbers.insert(task.id(), number);
    }

    fn teller(&self, number: usize) -> Teller {
        Teller { number, to: self.words.0.clone() }
    }

    /// Waits until something happens, and takes in everything that has happened by then.
    async fn listen(&mut self) {
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

    fn hear_end(&mut self, ended: Result<(Id, (usize, Outcome)), JoinError>) {
        match ended {
            Ok((id, ended)) => {
                self.numbers.remove(&id);
                self.ended.push(ended);
            }
            // A call that ends in a panic may have been carried out.
            Err(error) => {
                let number = self.numbers.remove(&error.id());
                self.ended.extend(number.map(|number| (number, Outcome::Unknown(Fault::broken()))));
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
            Word::Says(message) => self.tell(&Event::Progress { address, message }),
            Word::Retried(class, message) => {
                if class == cloudc_provider::Class::Throttled {
                    self.lanes.slow_down(&lane);
                }
                self.tell(&Event::Retried { address, class, message });
            }
        }
    }

    /// Writes what has ended, then goes on with what waited for it.
    async fn settle(&mut self) -> Result<(), ApplyError> {
        let ended = std::mem::take(&mut self.ended);
        let now = self.provider.now();
        for (number, outcome) in &ended {
            let Some(running) = self.running.get(number) else { continue };
            let entry = match (&running.intent, outcome) {
                (Some(intent), outcome) => outcome::entry(intent, outcome, running.before.as_ref(), now),
                (None, Outcome::Read(record)) => {
                    Some(Entry::Noted { address: self.address(*number), record: record.clone() })
                }
                (None, _) => None,
            };
            self.entries.extend(entry);
        }
        self.write().await?;
        for (number, outcome) in ended {
            self.finish(number, outcome, now);
        }
        Ok(())
    }

    fn finish(&mut self, number: usize, outcome: Outcome, now: Timestamp) {
        let Some(running) = self.running.remove(&number) else { return };
        let well = !matches!(outcome, Outcome::Failed { .. } | Outcome::Unknown(_));
        self.lanes.end(&running.lane, well);
        let action = running.intent.as_ref().map(|intent| intent.action);
        let identifier = match &outcome {
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
    fn fail(&mut self, number: usize, action: Option<Action>, fault: &Fault, unknown: bool) {
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

    fn skip(&mut self, number: usize, because: Option<String>) {
        if let Some(over) = self.over.get_mut(number) {
            *over = true;
        }
        if let Some(action) = self.action(number) {
            self.report.not_tried.push(NotTried { address: self.address(number), action, because });
        }
    }

    /// What an operation is planned to do; none if it makes no call that changes something.
    fn action(&self, number: usize) -> Option<Action> {
        match self.work(number)? {
            Work::Make(node) => match self.plan.nodes.get(node)?.decision {
                Decision::Create | Decision::Replace { .. } => Some(Action::Create),
                Decision::Update { .. } => Some(Action::Update),
                Decision::Keep | Decision::Read | Decision::Out => None,
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

    /// Writes the outputs and that the run has ended, and sums it up.
    async fn end(mut self) -> Result<Report, ApplyError> {
        self.tasks.abort_all();
        for number in 0..self.over.len() {
            if self.over.get(number) == Some(&false) && !self.running.contains_key(&number) {
                self.skip(number, None);
            }
        }
        self.report.not_tried.sort();
        self.report.took = self.provider.now().since(self.began);
        self.report.finish = match self.stop {
            Stop::Now if !self.running.is_empty() => Finish::Interrupted,
            _ if self.report.failed.is_empty() && self.report.not_tried.is_empty() => Finish::Complete,
            Stop::No => Finish::Incomplete,
            Stop::Finish | Stop::Now => Finish::Stopped,
        };
        let (values, missing) = outputs::values(self.graph, self.plan, self.state.document(), &self.sites);
        if values != self.state.document().outputs {
            self.entries.push(Entry::Outputs { values: values.clone() });
        }
        (self.report.outputs, self.report.missing) = (values, missing);
        if !self.plan.steps.is_empty() {
            let Report { done, failed, not_tried, .. } = &self.report;
            self.entries.push(Entry::Ended { done: done.len(), failed: failed.len(), left: not_tried.len() });
        }
        self.write().await?;
        Ok(self.report)
    }
}
