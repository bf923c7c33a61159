use crate::blame;
use crate::context::{Context, Findings};
use crate::topology::Key;

crate::check::code!("E0511" "peered-overlap" Error "peered_overlap.md");

/// Peerings of networks that have addresses in common: AWS refuses them, because an address would be in both.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let all = context.topology();
    for peering in &all.peerings {
        let [one, other] = peering.ends.map(|end| all.networks.get(end));
        let (Some(one), Some(other), Key::Node(number)) = (one, other, peering.key) else { continue };
        let Some(node) = context.graph.node(number) else { continue };
        let known = one.ranges_known && other.ranges_known;
        if known && one.ranges.only_v4().meets(&other.ranges.only_v4()) {
            let (one, other) = (one.key.shown(context.index), other.key.shown(context.index));
            let message = format!("`{one}` and `{other}` have addresses in common, and cannot be peered");
            findings.push(blame::at(&CODE, node, node.span, message).help("give one of them another range"));
        }
    }
}
