use std::time::Duration;

use cloudc_facts::facts;
use cloudc_graph::Graph;
use cloudc_provider::{Action, Rollout, typical};
use cloudc_state::Document;
use rustc_hash::FxHashMap;

use super::claims::Claims;
use super::{Cause, Decision, First, Leaving, Planned};

/// What is done, and what waits for what. What stays as it is is an operation too, which takes no time: so that what needs
/// it waits for what it needs.
#[derive(Debug, Default)]
pub(crate) struct Operations {
    pub(crate) all: Vec<Operation>,
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) work: Work,
    /// How long it typically takes.
    pub(crate) cost: Duration,
    /// How many others it waits for.
    pub(crate) waits: usize,
    /// The numbers of those that wait for it.
    pub(crate) then: Vec<usize>,
    /// How long it and what waits for it typically take, on the longest way.
    pub(crate) rank: Duration,
}

/// What an operation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// The node of this number becomes what it is declared to be.
    Make(usize),
    /// The leaving resource of this number leaves.
    Drop(usize),
}

/// One operation waits for another. How strong this is decides what is given up if they wait in a circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Wait {
    strength: Strength,
    from: usize,
    to: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// It would be better.
    Soft,
    /// It was so when things were made.
    Recorded,
    /// The program says so.
    Hard,
}

impl Operations {
    pub(crate) fn new(graph: &Graph, document: &Document, nodes: &[Planned], leaving: &[Leaving]) -> Operations {
        let mut waits = Waits { graph, nodes, leaving, count: nodes.len(), all: Vec::new() };
        waits.makes();
        waits.replacements();
        waits.dependents(document);
        waits.exclusive(document);
        let count = nodes.len() + leaving.len();
        let makes = nodes.iter().enumerate().map(|(number, planned)| {
            let ty = graph.node(number).map_or("", |node| &*node.ty);
            (Work::Make(number), make_cost(ty, planned))
        });
        let drops = leaving.iter().enumerate().map(|(number, leaving)| {
            let cost = if leaving.forget { Duration::ZERO } else { typical(&leaving.ty, Action::Delete) };
            (Work::Drop(number), cost)
        });
        let all = makes.chain(drops);
        let all = all.map(|(work, cost)| Operation { work, cost, waits: 0, then: Vec::new(), rank: Duration::ZERO });
        let mut operations = Operations { all: all.collect() };
        operations.link(count, waits.all);
        operations
    }

    /// Sets what waits for what, without circles, and how long the way behind each operation is.
    fn link(&mut self, count: usize, mut waits: Vec<Wait>) {
        waits.sort_unstable_by_key(|wait| (wait.from, wait.to, std::cmp::Reverse(wait.strength)));
        waits.dedup_by_key(|wait| (wait.from, wait.to));
        waits.retain(|wait| wait.from != wait.to);
        let order = loop {
            let order = order(count, &waits);
            if order.len() == count {
                break order;
            }
            let mut stuck = vec![true; count];
            order.iter().for_each(|&number| stuck.iter_mut().skip(number).take(1).for_each(|stuck| *stuck = false));
            let is_stuck = |number: usize| stuck.get(number) == Some(&true);
            let inside = |wait: &Wait| is_stuck(wait.from) && is_stuck(wait.to);
            let Some(weakest) = waits.iter().filter(|wait| inside(wait)).map(|wait| wait.strength).min() else {
                break order;
            };
            waits.retain(|wait| !inside(wait) || wait.strength != weakest);
        };
        for wait in &waits {
            if let Some(operation) = self.all.get_mut(wait.from) {
                operation.waits += 1;
            }
            if let Some(operation) = self.all.get_mut(wait.to) {
                operation.then.push(wait.from);
            }
        }
        for &number in order.iter().rev() {
            let Some(operation) = self.all.get(number) else { continue };
            let behind = operation.then.iter().filter_map(|&then| self.all.get(then)).map(|then| then.rank).max();
            let rank = operation.cost + behind.unwrap_or_default();
            if let Some(operation) = self.all.get_mut(number) {
                operation.rank = rank;
            }
        }
    }
}

/// As many operations as can be put in an order in which each comes after those that it waits for.
fn order(count: usize, waits: &[Wait]) -> Vec<usize> {
    let mut open = vec![0usize; count];
    let mut then: Vec<Vec<usize>> = vec![Vec::new(); count];
    for wait in waits {
        if let (Some(open), Some(then)) = (open.get_mut(wait.from), then.get_mut(wait.to)) {
            *open += 1;
            then.push(wait.from);
        }
    }
    let mut order: Vec<usize> = (0..count).filter(|&number| open.get(number) == Some(&0)).collect();
    let mut at = 0;
    while let Some(&number) = order.get(at) {
        at += 1;
        for &waiting in then.get(number).into_iter().flatten() {
            if let Some(open) = open.get_mut(waiting) {
                *open -= 1;
                if *open == 0 {
                    order.push(waiting);
                }
            }
        }
    }
    order
}

fn make_cost(ty: &str, planned: &Planned) -> Duration {
    match planned.decision {
        Decision::Create | Decision::Replace { .. } => typical(ty, Action::Create),
        Decision::Update { .. } => typical(ty, Action::Update) + renewal(planned),
        Decision::Keep | Decision::Read | Decision::Out | Decision::LeftOut => Duration::ZERO,
    }
}

/// How long it takes until machines that run are replaced, if they are to be.
fn renewal(planned: &Planned) -> Duration {
    let asks = |cause: &Cause| match cause {
        Cause::Property { place, .. } | Cause::Unsure { place } => Rollout::is_asked_by_one(place),
        _ => false,
    };
    let rollout = planned.rollout.as_ref().filter(|_| planned.causes.iter().any(asks));
    rollout.map_or(Duration::ZERO, |rollout| rollout.time(Rollout::machines(&planned.properties)))
}

struct Waits<'w> {
    graph: &'w Graph,
    nodes: &'w [Planned],
    leaving: &'w [Leaving],
    /// How many operations make; those that drop come behind them.
    count: usize,
    all: Vec<Wait>,
}

impl Waits<'_> {
    fn add(&mut self, strength: Strength, from: usize, to: usize) {
        self.all.push(Wait { strength, from, to });
    }

    fn is_out(&self, number: usize) -> bool {
        self.nodes.get(number).is_none_or(|planned| planned.decision == Decision::Out)
    }

    /// A node is made after what it needs.
    fn makes(&mut self) {
        for edge in self.graph.edges() {
            if !self.is_out(edge.from) {
                self.add(Strength::Hard, edge.from, edge.to);
            }
        }
    }

    /// The old one goes after the new one has come, or before.
    fn replacements(&mut self) {
        for (index, leaving) in self.leaving.iter().enumerate() {
            let Some(node) = leaving.node else { continue };
            match leaving.first {
                First::Create => self.add(Strength::Hard, self.count + index, node),
                First::Delete => {
                    self.add(Strength::Hard, node, self.count + index);
                    if !leaving.sure {
                        // Whether it goes at all is known when what it needs is.
                        for edge in self.graph.needs(node) {
                            self.add(Strength::Soft, self.count + index, edge.to);
                        }
                    }
                }
            }
        }
    }

    /// What leaves goes after everything that needed it has gone, or has been changed.
    fn dependents(&mut self, document: &Document) {
        let mut by_address: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (index, leaving) in self.leaving.iter().enumerate().filter(|(_, leaving)| !leaving.forget) {
            by_address.entry(&leaving.target.address).or_default().push(index);
        }
        if by_address.is_empty() {
            return;
        }
        let nodes: FxHashMap<String, usize> =
            self.graph.nodes().iter().enumerate().map(|(number, node)| (node.address.to_string(), number)).collect();
        for (target, record) in document.all() {
            for need in &record.needs {
                let Some(needed) = by_address.get(need.as_str()).filter(|_| *need != target.address) else { continue };
                for &index in needed {
                    let goes: Vec<usize> = by_address.get(target.address.as_str()).cloned().unwrap_or_default();
                    for other in goes {
                        self.add(Strength::Recorded, self.count + index, self.count + other);
                    }
                    let deletes_first = self.leaving.get(index).is_some_and(|leaving| leaving.first == First::Delete);
                    if let Some(&number) = nodes.get(&target.address).filter(|&&number| !self.is_out(number))
                        && !deletes_first
                    {
                        self.add(Strength::Soft, self.count + index, number);
                    }
                }
            }
        }
    }

    /// What takes over what only one can have waits until the other has gone.
    fn exclusive(&mut self, document: &Document) {
        let mut claims = Claims::default();
        for (index, leaving) in self.leaving.iter().enumerate().filter(|(_, leaving)| !leaving.forget) {
            let record = match leaving.node {
                // Before it is replaced it is in its place.
                Some(_) => document.at(&leaving.target.address),
                None => document.find(&leaving.target),
            };
            if let Some((record, ty)) = record.zip(facts().resource_type(&leaving.ty)) {
                claims.add(index, &ty, &record.site, &record.properties);
            }
        }
        for (number, planned) in self.nodes.iter().enumerate() {
            if !matches!(planned.decision, Decision::Create | Decision::Replace { .. }) {
                continue;
            }
            let Some(ty) = self.graph.node(number).and_then(super::planner::type_of) else { continue };
            for index in claims.holders(&ty, &planned.site, &planned.properties) {
                // Its own old one is in its way only if it goes first anyway.
                if self.leaving.get(index).is_some_and(|leaving| leaving.node != Some(number)) {
                    self.add(Strength::Hard, number, self.count + index);
                }
            }
        }
    }
}
