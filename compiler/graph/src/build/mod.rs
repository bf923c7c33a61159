//! From parts to a graph: sort, find the hard edges, choose among those that the model asks for, look for circles.

mod canonical;
mod circles;
mod names;
mod properties;
mod soft;
mod sort_key;
mod waits;

use std::sync::Arc;

use cloudc_base::{Address, Finding, Span};
use rustc_hash::FxHashMap;

use self::circles::Circles;
use crate::edges::Edges;
use crate::link::Link;
use crate::mistakes::{dependency_cycle, too_many_edges};
use crate::model::{self, Soft, View};
use crate::order::{Order, Pair, depths};
use crate::{Edge, Graph, Instance, Node, Parts, Reason};

/// How many references and waits a graph of this many nodes may have: ten times what a large program has.
fn limit(nodes: usize) -> usize {
    500_000 + 50 * nodes
}

/// See [`Graph::build`].
pub(crate) fn build(parts: Parts) -> (Graph, Vec<Finding>) {
    let parts = canonical::sorted(parts);
    let numbers: FxHashMap<Address, u32> =
        parts.nodes.iter().enumerate().map(|(number, node)| (node.address.clone(), number as u32)).collect();
    let mut hard = Hard::default();
    hard.collect(&parts.nodes, &numbers, &parts.instances);
    let view = View::new(&parts.nodes, &hard.links);
    let mut soft = model::soft(&view);
    soft.retain(|soft| !hard.has((soft.from, soft.to)));
    let (order, circles) = ordered(parts.nodes.len(), &hard.edges, &mut soft);
    let edges = together(hard.edges, &soft, &parts.nodes);
    let edges = Edges::new(edges, parts.nodes.len());
    let depths = depths(&order, |number, reach| edges.of(number).iter().for_each(|edge| reach(edge.to)));
    let graph = Graph {
        app: parts.app,
        nodes: parts.nodes,
        numbers,
        instances: parts.instances,
        relations: parts.relations,
        scales: parts.scales,
        accepts: parts.accepts,
        outputs: parts.outputs,
        assets: parts.assets,
        edges,
        order,
        depths,
    };
    let mut findings = hard.findings;
    findings.extend(circles.all().iter().filter_map(|circle| dependency_cycle::circle(&graph, circle)));
    findings.sort_by_key(|finding| finding.primary.span);
    (graph, findings)
}

/// The edges that the program asks for.
#[derive(Default)]
struct Hard {
    /// All references, by the node that refers and the one that is referred to.
    links: Vec<Link>,
    /// One edge for each pair of nodes, sorted.
    edges: Vec<Edge>,
    findings: Vec<Finding>,
}

impl Hard {
    fn collect(&mut self, nodes: &[Node], numbers: &FxHashMap<Address, u32>, instances: &[Instance]) {
        let mut properties = properties::Properties::new(nodes, numbers);
        let mut waits = waits::Waits::new(nodes, numbers, instances);
        let limit = limit(nodes.len());
        for (number, node) in nodes.iter().enumerate() {
            let links = properties.of(number as u32, node, limit);
            let mut edges: Vec<Edge> = links.iter().map(edge).collect();
            let after = waits.after(number, node).take(limit + 1);
            edges.extend(after.map(|(to, span)| waited(number, to, Reason::After, span)));
            let cluster = waits.cluster(node).iter();
            edges.extend(cluster.map(|&to| waited(number, to, Reason::Cluster, node.span)));
            self.add(number, node, links, edges);
            if self.edges.len().max(self.links.len()) > limit {
                self.findings.push(too_many_edges::finding(node.span, limit));
                return;
            }
        }
    }

    /// Adds what a node needs: of several edges to one node the first.
    fn add(&mut self, number: usize, node: &Node, mut links: Vec<Link>, mut edges: Vec<Edge>) {
        edges.sort_by_key(|edge| edge.to);
        edges.dedup_by_key(|edge| edge.to);
        if let Some(at) = edges.iter().position(|edge| edge.to == number) {
            let edge = edges.remove(at);
            links.retain(|link| link.to as usize != number);
            self.findings.extend(dependency_cycle::itself(node, &edge));
        }
        self.links.append(&mut links);
        self.edges.append(&mut edges);
    }

    fn has(&self, (from, to): Pair) -> bool {
        let ends = |edge: &Edge| (edge.from as u32, edge.to as u32);
        self.edges.binary_search_by_key(&(from, to), ends).is_ok()
    }
}

fn edge(link: &Link) -> Edge {
    let reason = Reason::Property { property: Arc::clone(&link.property), attribute: Arc::clone(&link.attribute) };
    Edge { from: link.from as usize, to: link.to as usize, reason, span: link.span }
}

fn waited(from: usize, to: u32, reason: Reason, span: Span) -> Edge {
    Edge { from, to: to as usize, reason, span }
}

/// The order of all nodes, and the hard circles; soft edges that cannot be had are taken out.
fn ordered(count: usize, hard: &[Edge], soft: &mut Vec<Soft>) -> (Vec<usize>, Circles) {
    let pairs = hard.iter().map(|edge| (edge.from as u32, edge.to as u32));
    let wanted = soft.iter().map(|soft| (soft.from, soft.to));
    let order = Order::new(count, pairs.clone().chain(wanted));
    let stuck = order.stuck();
    if stuck.is_empty() {
        return (order.finish(), Circles::default());
    }
    let is_stuck = |node: u32| stuck.binary_search(&node).is_ok();
    let both = |&(from, to): &Pair| is_stuck(from) && is_stuck(to);
    let hard: Vec<Pair> = pairs.clone().filter(both).collect();
    let circles = Circles::of(hard.iter().copied());
    let (doubtful, mut sure): (Vec<Soft>, Vec<Soft>) =
        std::mem::take(soft).into_iter().partition(|soft| both(&(soft.from, soft.to)));
    let wanted: Vec<Pair> = doubtful.iter().map(|soft| (soft.from, soft.to)).collect();
    let kept = soft::kept(&hard, &wanted);
    sure.extend(doubtful.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(soft, _)| soft));
    *soft = sure;
    let wanted = soft.iter().map(|soft| (soft.from, soft.to));
    (Order::new(count, pairs.chain(wanted)).finish(), circles)
}

/// All edges by their ends.
fn together(mut edges: Vec<Edge>, soft: &[Soft], nodes: &[Node]) -> Vec<Edge> {
    let mut soft: Vec<&Soft> = soft.iter().collect();
    soft.sort_unstable_by_key(|soft| (soft.from, soft.to));
    edges.extend(soft.into_iter().filter_map(|soft| {
        let span = nodes.get(soft.from as usize)?.span;
        Some(waited(soft.from as usize, soft.to, Reason::Model(soft.rule), span))
    }));
    // Two sorted runs: this merges them.
    edges.sort_by_key(|edge| (edge.from, edge.to));
    edges
}
