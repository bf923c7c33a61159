//! Which nodes stand in a circle together.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::order::Pair;

/// The circles of some pairs: sets of nodes that all need one another, directly or through others of the set.
#[derive(Debug, Default)]
pub(super) struct Circles {
    /// The nodes of the pairs, sorted.
    nodes: Vec<u32>,
    /// For each of them the circle it stands in; 0 for none.
    circles: Vec<u32>,
    /// The first node of each circle.
    firsts: Vec<u32>,
}

impl Circles {
    /// Looks for circles. Kosaraju's algorithm: petgraph's other one recurses, and a chain can be as long as a program.
    pub(super) fn of(pairs: impl Iterator<Item = Pair> + Clone) -> Circles {
        let mut nodes: Vec<u32> = pairs.clone().flat_map(|(from, to)| [from, to]).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let place = |node: u32| nodes.binary_search(&node).unwrap_or(0) as u32;
        let graph = DiGraph::<(), ()>::from_edges(pairs.map(|(from, to)| (place(from), place(to))));
        let mut circles = vec![0; nodes.len()];
        let mut firsts = Vec::new();
        for component in kosaraju_scc(&graph).into_iter().filter(|component| component.len() > 1) {
            let first = component.iter().map(|index| index.index()).min().and_then(|place| nodes.get(place));
            firsts.extend(first);
            for index in component {
                if let Some(circle) = circles.get_mut(index.index()) {
                    *circle = firsts.len() as u32;
                }
            }
        }
        Circles { nodes, circles, firsts }
    }

    /// The circle that both ends of a pair stand in, from 0.
    pub(super) fn around(&self, pair: Pair) -> Option<usize> {
        let circle = self.circle(pair.0)?;
        (self.circle(pair.1) == Some(circle)).then_some(circle)
    }

    /// The circle that a node stands in, from 0.
    pub(super) fn circle(&self, node: u32) -> Option<usize> {
        let place = self.nodes.binary_search(&node).ok()?;
        self.circles.get(place).and_then(|&circle| circle.checked_sub(1)).map(|circle| circle as usize)
    }

    /// The node that stands for a node and all in its circle.
    pub(super) fn first(&self, node: u32) -> u32 {
        self.circle(node).and_then(|circle| self.firsts.get(circle).copied()).unwrap_or(node)
    }

    /// How many circles there are.
    pub(super) fn count(&self) -> usize {
        self.firsts.len()
    }

    /// The nodes of each circle, sorted; the circles by their first node.
    pub(super) fn all(&self) -> Vec<Vec<u32>> {
        let mut all = vec![Vec::new(); self.count()];
        for &node in &self.nodes {
            if let Some(set) = self.circle(node).and_then(|circle| all.get_mut(circle)) {
                set.push(node);
            }
        }
        all.sort();
        all
    }
}
