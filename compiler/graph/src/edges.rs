use crate::Edge;
use crate::lists::{Lists, run, starts};

/// Edges sorted by their ends, and the way to find them from both.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edges {
    all: Vec<Edge>,
    /// Where the edges of each node start in `all`.
    starts: Vec<u32>,
    /// The places in `all` of the edges that end at each node.
    back: Lists,
}

impl Edges {
    /// Takes edges that are sorted by their ends.
    pub(crate) fn new(all: Vec<Edge>, nodes: usize) -> Edges {
        let starts = starts(nodes, all.iter().map(|edge| edge.from as u32));
        let back = Lists::new(nodes, all.iter().enumerate().map(|(index, edge)| (edge.to as u32, index as u32)));
        Edges { all, starts, back }
    }

    pub(crate) fn all(&self) -> &[Edge] {
        &self.all
    }

    /// The edges that start at a node.
    pub(crate) fn of(&self, node: usize) -> &[Edge] {
        self.all.get(run(&self.starts, node)).unwrap_or_default()
    }

    /// The edges that end at a node, by where they start.
    pub(crate) fn to(&self, node: usize) -> impl Iterator<Item = &Edge> {
        self.back.of(node).iter().filter_map(|&index| self.all.get(index as usize))
    }
}
