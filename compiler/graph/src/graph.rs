use std::ops::Range;

use cloudc_base::{Address, Finding};
use rustc_hash::FxHashMap;

use crate::edges::Edges;
use crate::{Accept, App, Asset, Edge, Instance, Node, Output, Parts, Relation, Scale};

/// Everything a program comes to, and what needs what.
///
/// Nodes are sorted by address and known by their number, from 0. What is made of the same parts is the same, whatever
/// their order; only a graph that was built without a finding has an order in which it can be made.
#[derive(Debug, Clone)]
pub struct Graph {
    pub(crate) app: App,
    pub(crate) nodes: Vec<Node>,
    pub(crate) numbers: FxHashMap<Address, u32>,
    pub(crate) instances: Vec<Instance>,
    pub(crate) relations: Vec<Relation>,
    pub(crate) scales: Vec<Scale>,
    pub(crate) accepts: Vec<Accept>,
    pub(crate) outputs: Vec<Output>,
    pub(crate) assets: Vec<Asset>,
    pub(crate) edges: Edges,
    pub(crate) order: Vec<usize>,
    pub(crate) depths: Vec<u32>,
}

impl Graph {
    /// Puts a graph together; what cannot be made, because it needs itself, is found.
    pub fn build(parts: Parts) -> (Graph, Vec<Finding>) {
        crate::build::build(parts)
    }

    /// What the program says of itself.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// All nodes by address; a node's number is its place here.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node of a number.
    pub fn node(&self, number: usize) -> Option<&Node> {
        self.nodes.get(number)
    }

    /// The number of the node at an address.
    pub fn number(&self, address: &Address) -> Option<usize> {
        self.numbers.get(address).map(|&number| number as usize)
    }

    /// The node at an address.
    pub fn find(&self, address: &Address) -> Option<&Node> {
        self.node(self.number(address)?)
    }

    /// The numbers of the node at an address and of all that stand below it.
    pub fn below(&self, address: &Address) -> Range<usize> {
        below(&self.nodes, address)
    }

    /// All edges, by the numbers of their ends.
    pub fn edges(&self) -> &[Edge] {
        self.edges.all()
    }

    /// What a node needs: the edges that start at it.
    pub fn needs(&self, number: usize) -> &[Edge] {
        self.edges.of(number)
    }

    /// What needs a node: the edges that end at it.
    pub fn needed_by(&self, number: usize) -> impl Iterator<Item = &Edge> {
        self.edges.to(number)
    }

    /// The numbers of all nodes, each after those that it needs; among those that may come next, the first by address.
    ///
    /// Where nodes need themselves, which building has found, the order is broken.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// How many nodes at least must be made one after the other before this one can be made.
    pub fn depth(&self, number: usize) -> usize {
        self.depths.get(number).map_or(0, |&depth| depth as usize)
    }

    /// The numbers of all nodes by their depth: those of a layer need only those of layers before it.
    pub fn layers(&self) -> Vec<Vec<usize>> {
        let count = self.depths.iter().max().map_or(0, |&deepest| deepest as usize + 1);
        let mut layers = vec![Vec::new(); count];
        for number in 0..self.nodes.len() {
            if let Some(layer) = layers.get_mut(self.depth(number)) {
                layer.push(number);
            }
        }
        layers
    }

    /// The numbers of all nodes that a node needs, however many steps away, sorted; without itself.
    pub fn all_needed(&self, number: usize) -> Vec<usize> {
        self.reached(number, |at, reach| self.needs(at).iter().for_each(|edge| reach(edge.to)))
    }

    /// The numbers of all nodes that need a node, however many steps away, sorted; without itself.
    pub fn all_needing(&self, number: usize) -> Vec<usize> {
        self.reached(number, |at, reach| self.needed_by(at).for_each(|edge| reach(edge.from)))
    }

    fn reached(&self, from: usize, next: impl Fn(usize, &mut dyn FnMut(usize))) -> Vec<usize> {
        let mut seen = vec![false; self.nodes.len()];
        let mut work = vec![from];
        while let Some(at) = work.pop() {
            next(at, &mut |found| {
                if let Some(seen @ false) = seen.get_mut(found) {
                    *seen = true;
                    work.push(found);
                }
            });
        }
        let all = seen.into_iter().enumerate();
        all.filter(|&(number, seen)| seen && number != from).map(|(number, _)| number).collect()
    }

    /// The uses of nouns, by address.
    pub fn instances(&self) -> &[Instance] {
        &self.instances
    }

    /// The instance at an address.
    pub fn instance(&self, address: &Address) -> Option<&Instance> {
        instance(&self.instances, address)
    }

    /// The innermost instance that an address stands in; not the one at the address itself.
    pub fn holder(&self, address: &Address) -> Option<&Instance> {
        std::iter::successors(address.parent(), |address| address.parent()).find_map(|address| self.instance(address))
    }

    /// The sentences, by place in the program.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// How instances are scaled, by address.
    pub fn scales(&self) -> &[Scale] {
        &self.scales
    }

    /// What findings the program accepts, by place.
    pub fn accepts(&self) -> &[Accept] {
        &self.accepts
    }

    /// The program's outputs, by name.
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// What is uploaded, by key.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }
}

/// The run of nodes that are at an address or below it; they are sorted.
pub(crate) fn below(nodes: &[Node], address: &Address) -> Range<usize> {
    let start = nodes.partition_point(|node| node.address < *address);
    let rest = nodes.get(start..).unwrap_or_default();
    start..start + rest.partition_point(|node| address.holds(&node.address))
}

pub(crate) fn instance<'i>(instances: &'i [Instance], address: &Address) -> Option<&'i Instance> {
    let found = instances.binary_search_by(|instance| instance.address.cmp(address)).ok()?;
    instances.get(found)
}
