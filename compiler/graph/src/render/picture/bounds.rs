//! Which network, which of its subnets or which cluster a box stands in.

use std::collections::BTreeSet;

use super::units::Units;
use crate::{Graph, Node};

pub(super) const NETWORK: &str = "aws.ec2.VPC";
const SUBNET: &str = "aws.ec2.Subnet";

/// Where a unit stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// In the network of a unit.
    Network(usize),
    /// In some subnets of the network of a unit, by their names without keys.
    Subnets(usize, Vec<String>),
    /// On the cluster of a unit.
    Cluster(usize),
    /// In no network.
    Free,
}

/// What makes a boundary, and what stands in which.
pub(super) struct Bounds {
    /// Whether each unit makes a network.
    pub(super) networks: Vec<bool>,
    /// Whether others live on each unit.
    pub(super) clusters: Vec<bool>,
}

impl Bounds {
    pub(super) fn of(graph: &Graph, units: &Units<'_>) -> Bounds {
        let mut bounds = Bounds { networks: vec![false; units.all.len()], clusters: vec![false; units.all.len()] };
        for (number, node) in graph.nodes().iter().enumerate() {
            let own = units.of_node.get(number).copied();
            if &*node.ty == NETWORK {
                mark(&mut bounds.networks, own);
            }
            let cluster = node.on.as_ref().and_then(|on| units.find(graph, on));
            mark(&mut bounds.clusters, cluster.filter(|_| cluster != own));
        }
        bounds
    }

    pub(super) fn is_network(&self, unit: usize) -> bool {
        self.networks.get(unit) == Some(&true)
    }

    pub(super) fn is_cluster(&self, unit: usize) -> bool {
        self.clusters.get(unit) == Some(&true)
    }

    /// Where a unit stands that is made of these nodes; in one network, or in none.
    pub(super) fn place(&self, graph: &Graph, units: &Units<'_>, unit: usize, nodes: &[usize]) -> Place {
        if self.is_network(unit) {
            return Place::Free;
        }
        let all = || nodes.iter().filter_map(|&number| graph.node(number));
        let mut clusters = all().filter_map(|node| units.find(graph, node.on.as_ref()?));
        // What others live on does not itself live on another in a picture: two could live on one another.
        if let Some(cluster) = clusters.find(|&cluster| cluster != unit && !self.is_cluster(unit)) {
            return Place::Cluster(cluster);
        }
        let targets = nodes.iter().flat_map(|&number| graph.needs(number)).map(|edge| edge.to);
        let targets: BTreeSet<usize> = targets.filter(|to| units.of_node.get(*to) != Some(&unit)).collect();
        let mut networks = BTreeSet::new();
        let mut subnets = BTreeSet::new();
        for (number, node) in targets.iter().filter_map(|&number| Some((number, graph.node(number)?))) {
            match &*node.ty {
                SUBNET => {
                    networks.extend(self.network_of(graph, units, number));
                    subnets.insert(name(node));
                }
                NETWORK => networks.extend(units.of_node.get(number)),
                _ => {}
            }
        }
        let mut networks = networks.into_iter();
        match (networks.next(), networks.next()) {
            (Some(network), None) if subnets.is_empty() => Place::Network(network),
            (Some(network), None) => Place::Subnets(network, subnets.into_iter().collect()),
            _ => Place::Free,
        }
    }

    /// The unit whose network a subnet is part of.
    fn network_of(&self, graph: &Graph, units: &Units<'_>, subnet: usize) -> Option<usize> {
        let unit = |number: usize| units.of_node.get(number).copied();
        if let Some(own) = unit(subnet).filter(|&own| self.is_network(own)) {
            return Some(own);
        }
        let mut needs = graph.needs(subnet).iter().map(|edge| edge.to);
        needs.find(|&to| graph.node(to).is_some_and(|node| &*node.ty == NETWORK)).and_then(unit)
    }
}

fn mark(flags: &mut [bool], unit: Option<usize>) {
    if let Some(flag) = unit.and_then(|unit| flags.get_mut(unit)) {
        *flag = true;
    }
}

/// The declared name, without keys: `private` for `net.private["b"]`.
fn name(node: &Node) -> String {
    node.address.last().map(|step| step.name.to_string()).unwrap_or_default()
}
