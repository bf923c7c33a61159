//! An order in which what one use of a noun makes stands together.

use std::collections::BTreeSet;

use cloudc_base::Address;
use cloudc_graph::Graph;

/// The numbers of some nodes, each after those that it needs. All of what the root file declares under one name comes at
/// once, when it needs nothing of the others any more; where names need one another, one node after the other comes until
/// that is so.
pub(super) fn grouped(graph: &Graph, is_in: impl Fn(usize) -> bool) -> Vec<usize> {
    let order: Vec<usize> = graph.order().iter().copied().filter(|number| is_in(*number)).collect();
    let groups = groups(graph);
    let group = |number: usize| groups.get(number).copied().unwrap_or(0);
    let count = groups.last().map_or(0, |last| last + 1);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut waiting = vec![0usize; count];
    for &number in &order {
        let own = group(number);
        members.get_mut(own).into_iter().for_each(|members| members.push(number));
        let needs = graph.needs(number).iter().filter(|edge| is_in(edge.to) && group(edge.to) != own);
        waiting.get_mut(own).into_iter().for_each(|waiting| *waiting += needs.clone().count());
    }
    let is_ready = |group: &usize| members.get(*group).is_some_and(|members| !members.is_empty());
    let mut run = Run {
        graph,
        groups: &groups,
        ready: (0..count).filter(|group| waiting.get(*group) == Some(&0)).filter(is_ready).collect(),
        waiting,
        done: (0..graph.nodes().len()).map(|number| !is_in(number)).collect(),
        out: Vec::with_capacity(order.len()),
    };
    let mut rest = order.iter();
    while run.out.len() < order.len() {
        if let Some(next) = run.ready.pop_first() {
            members.get(next).into_iter().flatten().for_each(|&number| run.take(number));
        } else if let Some(&number) = rest.next() {
            run.take(number);
        } else {
            break;
        }
    }
    run.out
}

/// The group of each node, by its number: nodes are sorted by address, so a group is a run of them.
fn groups(graph: &Graph) -> Vec<usize> {
    let mut groups = Vec::with_capacity(graph.nodes().len());
    let mut before: Option<Address> = None;
    let mut group = 0;
    for node in graph.nodes() {
        let top = top(&node.address);
        if before.as_ref().is_some_and(|before| *before != top) {
            group += 1;
        }
        groups.push(group);
        before = Some(top);
    }
    groups
}

struct Run<'g> {
    graph: &'g Graph,
    groups: &'g [usize],
    /// The groups that need nothing of others.
    ready: BTreeSet<usize>,
    /// How many needs of each group are not met.
    waiting: Vec<usize>,
    /// The nodes that have come, and those that are not asked for.
    done: Vec<bool>,
    out: Vec<usize>,
}

impl Run<'_> {
    fn take(&mut self, number: usize) {
        match self.done.get_mut(number) {
            Some(done @ false) => *done = true,
            _ => return,
        }
        self.out.push(number);
        let own = self.groups.get(number);
        for edge in self.graph.needed_by(number).filter(|edge| self.done.get(edge.from) == Some(&false)) {
            let Some(&group) = self.groups.get(edge.from).filter(|group| Some(*group) != own) else { continue };
            if let Some(waiting @ 1..) = self.waiting.get_mut(group) {
                *waiting -= 1;
                if *waiting == 0 {
                    self.ready.insert(group);
                }
            }
        }
    }
}

/// The first step of an address: what the root file declares.
pub(super) fn top(address: &Address) -> Address {
    let mut at = address;
    while let Some(parent) = at.parent() {
        if parent.last().is_none() {
            break;
        }
        at = parent;
    }
    at.clone()
}
