//! What a node needs that is replaced.

use cloudc_graph::{Graph, Node};
use cloudc_provider::holds;
use cloudc_state::Record;

use super::{Decision, First, Planned};

/// The address of something that is deleted before it is made again, which the node needed and still needs.
pub(super) fn needed(graph: &Graph, number: usize, record: &Record, planned: &[Option<Planned>]) -> Option<String> {
    all(graph, number, record, planned).next().map(|node| node.address.to_string())
}

/// The same, of what cannot be deleted as long as this node refers to it: to be changed afterwards is too late.
pub(super) fn held(graph: &Graph, number: usize, record: &Record, planned: &[Option<Planned>]) -> Option<String> {
    let mut ousted = all(graph, number, record, planned);
    ousted.find(|node| holds(&node.ty, &record.ty)).map(|node| node.address.to_string())
}

/// Whether it needs something that is replaced and cannot be deleted as long as this node refers to it.
pub(super) fn has_to_let_go(graph: &Graph, number: usize, planned: &[Option<Planned>]) -> bool {
    let Some(holder) = graph.node(number) else { return false };
    graph.needs(number).iter().any(|edge| {
        let decision = planned.get(edge.to).and_then(Option::as_ref).map(|planned| &planned.decision);
        matches!(decision, Some(Decision::Replace { .. }))
            && graph.node(edge.to).is_some_and(|node| holds(&node.ty, &holder.ty))
    })
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
