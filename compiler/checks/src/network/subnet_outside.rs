use crate::blame;
use crate::context::{Context, Findings};
use crate::read::{address_range, first, written};
use crate::sets::Addresses;
use crate::topology::Key;

crate::check::code!("E0510" "subnet-outside" Error "subnet_outside.md");

/// Subnets whose range is not a part of their network's.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let all = context.topology();
    for (_, subnet) in all.subnets.iter() {
        let Key::Node(number) = subnet.key else { continue };
        let Some((node, network)) = context.graph.node(number).zip(subnet.network.and_then(|id| all.networks.get(id)))
        else {
            continue;
        };
        let Some(range) = first(&node.properties, "CidrBlock").and_then(address_range) else { continue };
        if network.ranges_known && !network.ranges.covers(&Addresses::range(&range)) {
            let message = format!("`{range}` is no part of the range of its network, `{}`", network.key.shown(context.index));
            let finding = blame::at(&CODE, node, written(node, "CidrBlock"), message);
            let network = network.key.node().and_then(|number| context.graph.node(number));
            let shown = network.map(|network| (written(network, "CidrBlock"), "the network's range"));
            let finding = shown.into_iter().fold(finding, |finding, (span, text)| finding.label(span, text));
            findings.push(finding.help("`subnet(RANGE, BITS, NUMBER)` computes a part of a range"));
        }
    }
}
