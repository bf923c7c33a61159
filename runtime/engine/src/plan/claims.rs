use std::collections::BTreeSet;

use cloudc_facts::{ResourceType, facts};
use cloudc_graph::Graph;
use cloudc_provider::{Exclusive, Site};
use ipnet::IpNet;
use rustc_hash::FxHashMap;
use serde_json::Value as Json;

use super::records::Records;
use super::{Decision, Planned};

/// What recorded resources have for themselves: who has it, by number.
#[derive(Debug, Default)]
pub(super) struct Claims {
    keys: FxHashMap<String, Vec<usize>>,
    ranges: FxHashMap<String, Vec<(IpNet, usize)>>,
}

impl Claims {
    /// Puts in what a resource has.
    pub(super) fn add(&mut self, number: usize, ty: &ResourceType, site: &Site, properties: &Json) {
        let own = Exclusive::of(ty, site, properties);
        for key in own.keys {
            self.keys.entry(key).or_default().push(number);
        }
        for (key, range) in own.ranges {
            self.ranges.entry(key).or_default().push((range, number));
        }
    }

    /// Who has something that a resource with these properties wants for itself.
    pub(super) fn holders(&self, ty: &ResourceType, site: &Site, properties: &Json) -> BTreeSet<usize> {
        if self.keys.is_empty() && self.ranges.is_empty() {
            return BTreeSet::new();
        }
        let wanted = Exclusive::of(ty, site, properties);
        let keys = wanted.keys.iter().filter_map(|key| self.keys.get(key)).flatten().copied();
        let ranges = wanted.ranges.iter().flat_map(|(key, range)| {
            let others = self.ranges.get(key).into_iter().flatten();
            others.filter(move |(other, _)| other.contains(range) || range.contains(other)).map(|(_, number)| *number)
        });
        keys.chain(ranges).collect()
    }
}

/// The nodes that are replaced and whose old resource has what another node's new one wants: the old one has to go first.
pub(super) fn in_the_way(graph: &Graph, planned: &[Planned], records: &Records<'_>) -> BTreeSet<usize> {
    let mut claims = Claims::default();
    for (number, planned) in planned.iter().enumerate() {
        let old = records.of(number).filter(|_| matches!(planned.decision, Decision::Replace { .. }));
        if let Some((record, ty)) = old.and_then(|record| Some((record, facts().resource_type(&record.ty)?))) {
            claims.add(number, &ty, &record.site, &record.properties);
        }
    }
    let mut found = BTreeSet::new();
    for (number, planned) in planned.iter().enumerate() {
        if !matches!(planned.decision, Decision::Create | Decision::Replace { .. }) {
            continue;
        }
        if let Some(ty) = graph.node(number).and_then(|node| facts().resource_type(&node.ty)) {
            let holders = claims.holders(&ty, &planned.site, &planned.properties);
            found.extend(holders.into_iter().filter(|holder| *holder != number));
        }
    }
    found
}
