use std::collections::VecDeque;

use cloudc_base::Finding;
use rustc_hash::FxHashMap;

use crate::{Edge, Graph, Node, Reason};

super::code!("E0301" "dependency-cycle" "dependency_cycle.md");

/// How many steps of a circle are shown: the first ones, and the last.
const SHOWN: usize = 12;

/// A node refers to what the cloud knows of it only once it is made. Where the node itself stands, nothing is needed.
pub(crate) fn itself(node: &Node, edge: &Edge) -> Option<Finding> {
    let address = &node.address;
    let (message, here, help) = match &edge.reason {
        Reason::Property { attribute, .. } if attribute.is_empty() => return None,
        Reason::Property { property, attribute } => (
            format!("`{address}` needs itself: `{property}` is made of its own `{attribute}`"),
            format!("`{attribute}` is known when `{address}` is made"),
            "give it a name of its own and write that, or move this into a resource that comes after it",
        ),
        _ => (
            format!("`{address}` needs itself"),
            format!("`{address}` waits for itself here"),
            "name what it must wait for, without itself",
        ),
    };
    Some(Finding::new(&CODE, edge.span, message).here(here).help(help))
}

/// Nodes need one another in a circle, the set of all nodes on its ways; the shortest way around the first is shown.
pub(crate) fn circle(graph: &Graph, circle: &[u32]) -> Option<Finding> {
    let around = around(graph, circle)?;
    let name = |number: usize| graph.node(number).map(|node| node.address.to_string()).unwrap_or_default();
    let first = around.first()?;
    let message = format!("`{}` needs itself: {}", name(first.from), chain(&around, &name));
    let mut finding = Finding::new(&CODE, first.span, message).here(hop(first, &name));
    for edge in shown(&around).skip(1) {
        finding = finding.label(edge.span, hop(edge, &name));
    }
    Some(finding.help(way_out(&around)))
}

/// The edges of the shortest way from the first node of a circle back to it; the model's edges are in no circle.
fn around<'g>(graph: &'g Graph, circle: &[u32]) -> Option<Vec<&'g Edge>> {
    let start = *circle.first()? as usize;
    let mut came: FxHashMap<usize, &Edge> = FxHashMap::default();
    let mut work = VecDeque::from([start]);
    while let Some(at) = work.pop_front() {
        for edge in graph.needs(at).iter().filter(|edge| circle.binary_search(&(edge.to as u32)).is_ok()) {
            if matches!(edge.reason, Reason::Model(_)) {
                continue;
            }
            if edge.to == start {
                return Some(way(&came, edge, start));
            }
            came.entry(edge.to).or_insert_with(|| {
                work.push_back(edge.to);
                edge
            });
        }
    }
    None
}

/// The edges that lead to the start of `last`, and `last`.
fn way<'g>(came: &FxHashMap<usize, &'g Edge>, last: &'g Edge, start: usize) -> Vec<&'g Edge> {
    let mut way = vec![last];
    let mut at = last.from;
    while at != start
        && let Some(edge) = came.get(&at)
    {
        way.push(edge);
        at = edge.from;
    }
    way.reverse();
    way
}

/// All steps of a short way; of a long one the first and the last.
fn shown<'w, 'g>(way: &'w [&'g Edge]) -> impl Iterator<Item = &'g Edge> + use<'w, 'g> {
    let cut = if way.len() > SHOWN { SHOWN - 1 } else { way.len() };
    let last = way.get(cut..).and_then(|rest| rest.last());
    way.iter().take(cut).chain(last).copied()
}

fn chain(way: &[&Edge], name: &impl Fn(usize) -> String) -> String {
    let mut names: Vec<String> = shown(way).map(|edge| name(edge.from)).collect();
    if way.len() > SHOWN {
        names.insert(SHOWN - 1, format!("({} more)", way.len() - SHOWN));
    }
    names.extend(way.last().map(|edge| name(edge.to)));
    names.join(" -> ")
}

fn hop(edge: &Edge, name: &impl Fn(usize) -> String) -> String {
    let (from, to) = (name(edge.from), name(edge.to));
    match &edge.reason {
        Reason::Property { attribute, .. } if attribute.is_empty() => format!("`{from}` needs `{to}` here"),
        Reason::Property { attribute, .. } => format!("`{from}` needs `{to}.{attribute}` here"),
        Reason::After => format!("`{from}` comes after `{to}` here"),
        Reason::Cluster => format!("`{from}` lives on the cluster that `{to}` is part of"),
        Reason::Model(rule) => format!("`{from}` waits for `{to}`: {rule}"),
    }
}

fn way_out(way: &[&Edge]) -> &'static str {
    let any = |reason: &Reason| way.iter().any(|edge| edge.reason == *reason);
    if any(&Reason::After) {
        "the rest is needed as it is: take one `@after` of these away"
    } else if any(&Reason::Cluster) {
        "what a cluster is made of cannot need what lives on it: make that before the cluster, or after both"
    } else {
        "move one of these references into a resource of its own that comes after both, as \
         `aws.ec2.SecurityGroupIngress` does for a rule, or write a name that is fixed"
    }
}
