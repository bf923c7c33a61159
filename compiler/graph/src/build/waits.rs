//! What a node waits for because the program says so without a value: `@after`, and the cluster it lives on.

use cloudc_base::{Address, Span};
use rustc_hash::FxHashMap;

use crate::graph::{below, instance};
use crate::{Instance, Mode, Node, references};

/// Finds what nodes wait for, one node after the other.
pub(super) struct Waits<'n> {
    nodes: &'n [Node],
    numbers: &'n FxHashMap<Address, u32>,
    instances: &'n [Instance],
    clusters: FxHashMap<&'n Address, Cluster>,
}

/// The numbers of the nodes of a cluster.
struct Cluster {
    /// Those that make it, and those that its connection is made of.
    all: Vec<u32>,
    /// Those that its connection is made of: enough for what stands in the cluster's own noun.
    connection: Vec<u32>,
}

impl<'n> Waits<'n> {
    pub(super) fn new(nodes: &'n [Node], numbers: &'n FxHashMap<Address, u32>, instances: &'n [Instance]) -> Waits<'n> {
        Waits { nodes, numbers, instances, clusters: FxHashMap::default() }
    }

    /// What a node waits for by `@after`, and where that is said. For all of an instance that it is part of: the others.
    pub(super) fn after(&self, number: usize, node: &'n Node) -> impl Iterator<Item = (u32, Span)> {
        node.after.iter().flat_map(move |(address, span)| {
            let itself = *address == node.address;
            let all = below(self.nodes, address).filter(move |&to| itself || to != number);
            all.map(|to| (to as u32, *span))
        })
    }

    /// What a node waits for because it lives on a cluster.
    pub(super) fn cluster(&mut self, node: &'n Node) -> &[u32] {
        let Some(on) = &node.on else { return &[] };
        if !self.clusters.contains_key(on) {
            let cluster = self.find(on);
            self.clusters.insert(on, cluster);
        }
        match self.clusters.get(on) {
            Some(cluster) if on.holds(&node.address) => &cluster.connection,
            Some(cluster) => &cluster.all,
            None => &[],
        }
    }

    fn find(&self, on: &'n Address) -> Cluster {
        if let Some(&raw) = self.numbers.get(on) {
            return Cluster { all: vec![raw], connection: vec![raw] };
        }
        let connection = self.connection(on);
        let makes = |number: &usize| self.nodes.get(*number).is_some_and(|node| makes(node, on));
        let mut all: Vec<u32> = below(self.nodes, on).filter(makes).map(|number| number as u32).collect();
        all.extend(&connection);
        all.sort_unstable();
        all.dedup();
        Cluster { all, connection }
    }

    /// The nodes that the word `connection` of a cluster refers to.
    fn connection(&self, on: &Address) -> Vec<u32> {
        let words = instance(self.instances, on).map(|instance| instance.words.as_slice()).unwrap_or_default();
        let mut found = Vec::new();
        for (_, value) in words.iter().filter(|(name, _)| &**name == "connection") {
            references(value, |reference| found.extend(self.numbers.get(reference.of)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Whether a node below a cluster's handle makes the cluster; what lives on it does not.
fn makes(node: &Node, cluster: &Address) -> bool {
    node.mode == Mode::Managed && !node.on.as_ref().is_some_and(|on| cluster.holds(on))
}
