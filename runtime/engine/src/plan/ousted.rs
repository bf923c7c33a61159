//! What a node needs that is deleted before it is made again.

use cloudc_graph::{Graph, Node};
use cloudc_provider::holds;
use cloudc_state::Record;

use super::{Decision, First, Planned};

/// The address of such a thing, which the node needed and still needs.
pub(super) fn needed(graph: &Graph, number: usize, record: &Record, planned: &[Option<Planned>]) -> Option<String> {
    all(graph, number, record, planned).next().map(|node| node.address.to_string())
}

/// The same, of what cannot be deleted as long as this node refers to it: to be changed afterwards is too late.
pub(super) fn held(graph: &Graph, number: usize, record: &Record, planned: &[Option<Planned>]) -> Option<String> {
    let mut ousted = all(graph, number, record, planned);
    ousted.find(|node| holds(&node.ty, &record.ty)).map(|node| node.address.to_string())
}

fn all<'p>(
    graph: &'p Graph,
    number: usize,
    record: &'p Record,
    planned: &'p [Option<Planned>],
) -> impl Iterator<Item = &'p Node> {
    graph.needs(number).iter().filter_map(|edge| {
        let decision = &planned.get(edge.to)?.as_ref()?.decision;
        let goes_first = matches!(decision, Decision::Replace { first: First::Delete, sure: true });
        let node = graph.node(edge.to)?;
        (goes_first && record.needs.binary_search(&node.address.to_string()).is_ok()).then_some(node)
    })
}
