//! The part of a program that a plan is about, and what belongs to it though nobody named it.
//!
//! What is made needs what it needs; what is deleted or replaced takes what needs it along. So a part grows with what it
//! does (`--only`), or shrinks (`--except`), until nothing outside of it would break.

use std::collections::BTreeMap;

use cloudc_facts::facts;
use cloudc_graph::Graph;
use cloudc_state::{Document, Record};
use rustc_hash::{FxHashMap, FxHashSet};

use super::claims::Claims;
use super::planner::type_of;
use super::{Also, Decision, Leaving, Planned, Selection};

/// What a plan is about.
#[derive(Debug)]
pub(super) struct Part<'p> {
    graph: &'p Graph,
    document: &'p Document,
    selection: &'p Selection,
    removal: bool,
    /// What is in it; everything if this is not there.
    inside: Option<FxHashSet<String>>,
    /// What is declared and is not so yet.
    changes: FxHashSet<String>,
    also: BTreeMap<String, String>,
    /// What needs each address, as it is declared and as it is recorded.
    needed_by: FxHashMap<String, Vec<String>>,
    needs: FxHashMap<String, Vec<String>>,
}

impl<'p> Part<'p> {
    pub(super) fn new(graph: &'p Graph, document: &'p Document, selection: &'p Selection, removal: bool) -> Part<'p> {
        let mut part = Part {
            changes: FxHashSet::default(),
            graph,
            document,
            selection,
            removal,
            inside: None,
            also: BTreeMap::new(),
            needed_by: FxHashMap::default(),
            needs: FxHashMap::default(),
        };
        if !selection.is_whole() {
            part.link();
        }
        part
    }

    /// Takes what is named; `nodes` is what would be done with everything, if that can be said.
    pub(super) fn begin(&mut self, nodes: Option<&[Planned]>) {
        let is_settled = |number: usize| {
            let decision = nodes.and_then(|nodes| nodes.get(number)).map(|planned| &planned.decision);
            matches!(decision, Some(Decision::Keep | Decision::Read))
        };
        let changes = self.graph.nodes().iter().enumerate().filter(|(number, _)| !is_settled(*number));
        self.changes = changes.map(|(_, node)| node.address.to_string()).collect();
        self.take();
    }

    /// Whether it is everything.
    pub(super) fn is_whole(&self) -> bool {
        self.inside.is_none()
    }

    /// Whether what stands at an address is in it.
    pub(super) fn has(&self, address: &str) -> bool {
        self.inside.as_ref().is_none_or(|inside| inside.contains(address))
    }

    /// What goes with something, or stays away with it, though nobody named it; by address.
    pub(super) fn also(&self) -> Vec<Also> {
        let one = |(address, because): (&String, &String)| Also { address: address.clone(), because: because.clone() };
        self.also.iter().map(one).collect()
    }

    fn link(&mut self) {
        let mut pairs: Vec<(String, String)> = Vec::new();
        if !self.removal {
            for edge in self.graph.edges() {
                let ends = self.graph.node(edge.from).zip(self.graph.node(edge.to));
                pairs.extend(ends.map(|(from, to)| (from.address.to_string(), to.address.to_string())));
            }
        }
        for (target, record) in self.document.all() {
            pairs.extend(record.needs.iter().map(|need| (target.address.clone(), need.clone())));
        }
        pairs.sort_unstable();
        pairs.dedup();
        for (from, to) in pairs {
            self.needed_by.entry(to.clone()).or_default().push(from.clone());
            self.needs.entry(from).or_default().push(to);
        }
    }

    fn take(&mut self) {
        let mut all: Vec<String> = self.document.all().map(|(target, _)| target.address).collect();
        all.extend(self.graph.nodes().iter().map(|node| node.address.to_string()));
        all.sort_unstable();
        all.dedup();
        let (mut inside, outside): (Vec<String>, Vec<String>) =
            all.into_iter().partition(|address| self.selection.names(address));
        self.inside = Some(inside.iter().cloned().collect());
        if self.selection.only.is_empty() {
            self.shrink(outside);
        } else {
            inside.retain(|address| self.selection.names(address));
            self.grow(inside);
        }
    }

    /// Takes in what these need; in a removal what needs them.
    fn grow(&mut self, mut work: Vec<String>) {
        while let Some(at) = work.pop() {
            let next = if self.removal { &self.needed_by } else { &self.needs };
            for address in next.get(&at).cloned().unwrap_or_default() {
                if self.put(&address, &at) {
                    work.push(address);
                }
            }
        }
    }

    /// Leaves out what needs these, unless they are as they should be; in a removal what they need.
    fn shrink(&mut self, mut work: Vec<String>) {
        while let Some(at) = work.pop() {
            if !self.removal && !self.changes.contains(&at) {
                continue;
            }
            let next = if self.removal { &self.needs } else { &self.needed_by };
            for address in next.get(&at).cloned().unwrap_or_default() {
                if self.inside.as_mut().is_some_and(|inside| inside.remove(&address)) {
                    self.also.insert(address.clone(), at.clone());
                    work.push(address);
                }
            }
        }
    }

    fn put(&mut self, address: &str, because: &str) -> bool {
        let new = self.inside.as_mut().is_some_and(|inside| inside.insert(address.to_owned()));
        if new {
            self.also.insert(address.to_owned(), because.to_owned());
        }
        new
    }

    /// Something that cannot be done while others are outside: they come in, or it stays away.
    fn settle(&mut self, address: String, outside: Vec<String>) {
        let Some(first) = outside.first().cloned() else { return };
        if self.selection.only.is_empty() {
            // It stays as it is, because of what is left out.
            if self.inside.as_mut().is_some_and(|inside| inside.remove(&address)) {
                self.also.insert(address.clone(), first);
                self.shrink(vec![address]);
            }
        } else {
            let taken: Vec<String> = outside.into_iter().filter(|other| self.put(other, &address)).collect();
            self.grow(taken);
        }
    }

    /// What is to be made and wants what only one can have and something outside has; with those.
    fn taken(&self, nodes: &[Planned]) -> Vec<(String, Vec<String>)> {
        let mut claims = Claims::default();
        let outside: Vec<(&String, &Record)> =
            self.document.resources.iter().filter(|(address, _)| !self.has(address)).collect();
        for (number, (_, record)) in outside.iter().enumerate().filter(|(_, (_, record))| record.kind.is_managed()) {
            if let Some(ty) = facts().resource_type(&record.ty) {
                claims.add(number, &ty, &record.site, &record.properties);
            }
        }
        let mut taken = Vec::new();
        for (number, planned) in nodes.iter().enumerate().filter(|(_, planned)| is_new(&planned.decision)) {
            let Some((node, ty)) = self.graph.node(number).and_then(|node| Some((node, type_of(node)?))) else {
                continue;
            };
            let holders = claims.holders(&ty, &planned.site, &planned.properties);
            let holders: Vec<String> = holders
                .into_iter()
                .filter_map(|number| outside.get(number))
                .map(|(address, _)| (*address).clone())
                .collect();
            if !holders.is_empty() {
                taken.push((node.address.to_string(), holders));
            }
        }
        taken
    }

    /// Whether something that is there would lose what it needs.
    fn breaks(&self, address: &str) -> bool {
        !self.has(address) && self.document.at(address).is_some()
    }

    /// Adapts to what is planned: whether anything had to change.
    pub(super) fn adapt(&mut self, nodes: &[Planned], leaving: &[Leaving]) -> bool {
        if self.inside.is_none() || self.removal {
            return false;
        }
        let replaced = nodes.iter().enumerate().filter(|(_, planned)| is_new(&planned.decision));
        let mut going: Vec<String> =
            replaced.filter_map(|(number, _)| self.graph.node(number)).map(|node| node.address.to_string()).collect();
        let gone = leaving.iter().filter(|leaving| !leaving.forget && leaving.target.replaced.is_none());
        going.extend(gone.map(|leaving| leaving.target.address.clone()));
        let before = self.inside.as_ref().map(FxHashSet::len);
        for address in going {
            let outside: Vec<String> = self
                .needed_by
                .get(&address)
                .into_iter()
                .flatten()
                .filter(|other| self.breaks(other))
                .cloned()
                .collect();
            self.settle(address, outside);
        }
        for (address, holders) in self.taken(nodes) {
            self.settle(address, holders);
        }
        before != self.inside.as_ref().map(FxHashSet::len)
    }
}

/// Whether something new is made.
fn is_new(decision: &Decision) -> bool {
    matches!(decision, Decision::Replace { .. } | Decision::Create)
}
