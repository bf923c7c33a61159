use rustc_hash::FxHashMap;

use crate::Node;
use crate::link::Link;
use crate::lists::{Lists, run, starts};
use crate::order::Pair;

/// Nodes and their references, as rules look at them.
pub(crate) struct View<'g> {
    nodes: &'g [Node],
    links: &'g [Link],
    /// Where the links of each node start.
    starts: Vec<u32>,
    /// The places of the links that end at each node.
    back: Lists,
    types: FxHashMap<&'g str, Vec<u32>>,
}

impl<'g> View<'g> {
    /// A view on nodes and their links, which are sorted by the node that refers.
    pub(crate) fn new(nodes: &'g [Node], links: &'g [Link]) -> View<'g> {
        let mut types: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for (number, node) in nodes.iter().enumerate() {
            types.entry(&node.ty).or_default().push(number as u32);
        }
        let starts = starts(nodes.len(), links.iter().map(|link| link.from));
        let back = Lists::new(nodes.len(), links.iter().enumerate().map(|(index, link)| (link.to, index as u32)));
        View { nodes, links, starts, back, types }
    }

    /// All nodes with their numbers.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (u32, &'g Node)> {
        self.nodes.iter().enumerate().map(|(number, node)| (number as u32, node))
    }

    pub(super) fn node(&self, number: u32) -> Option<&'g Node> {
        self.nodes.get(number as usize)
    }

    /// The type of a node.
    pub(super) fn ty(&self, number: u32) -> &'g str {
        self.node(number).map_or("", |node| &node.ty)
    }

    /// The nodes of a type, sorted.
    pub(super) fn of_type(&self, ty: &str) -> &[u32] {
        self.types.get(ty).map_or(&[], Vec::as_slice)
    }

    /// What a node refers to.
    pub(super) fn links(&self, number: u32) -> &'g [Link] {
        self.links.get(run(&self.starts, number as usize)).unwrap_or_default()
    }

    /// What refers to a node.
    pub(super) fn users(&self, number: u32) -> impl Iterator<Item = &'g Link> {
        self.back.of(number as usize).iter().filter_map(|&index| self.links.get(index as usize))
    }

    /// The nodes of a type that refer to a node in a property of this name.
    pub(super) fn users_of_type(&self, number: u32, ty: &str, field: &str) -> Vec<u32> {
        let users = self.users(number).filter(|link| self.ty(link.from) == ty && link.field() == field);
        let mut users: Vec<u32> = users.map(|link| link.from).collect();
        users.dedup();
        users
    }

    /// The first node of a type that a node refers to.
    pub(super) fn target(&self, number: u32, ty: &str) -> Option<u32> {
        self.links(number).iter().map(|link| link.to).find(|&to| self.ty(to) == ty)
    }
}

/// How many edges between two sets of nodes are made one by one.
const DIRECT: usize = 2500;

/// Who wants to wait for what.
#[derive(Default)]
pub(super) struct Wants(Vec<Pair>);

impl Wants {
    /// Each of `who` waits for all of `what`.
    ///
    /// Between two large sets there would be as many edges as their product. There the last of `what` collects: it waits
    /// for the others, and who waits for it waits for all.
    pub(super) fn all(&mut self, who: &[u32], what: &[u32]) {
        let collector = what.iter().max().filter(|_| who.len() * what.len() > DIRECT);
        let (who_waits_for, collected) = match collector {
            Some(last) => (std::slice::from_ref(last), what),
            None => (what, &[][..]),
        };
        for &from in who {
            self.0.extend(who_waits_for.iter().map(|&to| (from, to)));
        }
        self.0.extend(collector.into_iter().flat_map(|&last| collected.iter().map(move |&to| (last, to))));
    }

    /// Each who of the pairs of a thing and who is there for it waits for what the thing brings.
    pub(super) fn by_thing(&mut self, mut pairs: Vec<(u32, u32)>, brings: impl Fn(u32) -> Vec<u32>) {
        pairs.sort_unstable();
        pairs.dedup();
        for group in pairs.chunk_by(|a, b| a.0 == b.0) {
            if let Some(&(thing, _)) = group.first() {
                let who: Vec<u32> = group.iter().map(|&(_, who)| who).collect();
                self.all(&who, &brings(thing));
            }
        }
    }

    /// The pairs; no node waits for itself.
    pub(super) fn pairs(self) -> Vec<Pair> {
        let mut pairs = self.0;
        pairs.retain(|(from, to)| from != to);
        pairs
    }
}
