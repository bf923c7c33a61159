use std::collections::BTreeSet;

use cloudc_base::Finding;
use cloudc_graph::{Mode, Node};

use crate::blame;
use crate::context::{Context, Findings};
use crate::read::Sure;
use crate::topology::{Onward, Place, RouteTable, SubnetId, TableId};

crate::check::code!("W0521" "no-gateway" Warning "no_gateway.md");

/// What has a public address because the program asks for it; others get one where it happens to work.
const ASKING: &[&str] = &[
    "aws.autoscaling.AutoScalingGroup",
    "aws.ec2.Instance",
    "aws.ec2.NatGateway",
    "aws.ec2.NetworkInterface",
    "aws.ecs.Service",
    "aws.elasticloadbalancingv2.LoadBalancer",
];

/// Public addresses in subnets that no route leads out of by an internet gateway: nobody reaches them, and they cost.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let all = context.topology();
    let inner: BTreeSet<TableId> = all.tables.ids().filter(|id| is_inner(context, *id)).collect();
    let mut told = BTreeSet::new();
    let nats = all
        .nats
        .iter()
        .filter(|nat| nat.public)
        .filter_map(|nat| Some((nat.node, all.subnets.get(nat.subnet?)?.table?)));
    // What a subnet gives by itself nobody has asked for.
    let given = |id: &SubnetId| all.subnets.get(*id).is_some_and(|subnet| subnet.gives_public.can_be());
    let asked = |place: &Place| place.public == Sure::Yes && place.known && !place.subnets.iter().any(given);
    let places = all.places.iter().filter(|(_, place)| asked(place));
    let places = places.filter_map(|(_, place)| Some((place.owner, place.table?)));
    for (owner, table) in nats.chain(places) {
        if !inner.contains(&table) || !told.insert(owner) {
            continue;
        }
        let node = context.graph.node(owner).filter(|node| node.mode == Mode::Managed && ASKING.contains(&&*node.ty));
        findings.extend(node.zip(all.tables.get(table)).map(|(node, table)| finding(context, node, table)));
    }
}

/// Whether all ways of a table stay inside, as far as it is known.
fn is_inner(context: &Context<'_>, table: TableId) -> bool {
    let Some(table) = context.topology().tables.get(table) else { return false };
    let inner = |onward: &Onward<'_>| {
        matches!(onward, Onward::Local | Onward::Nat(_) | Onward::Peering(_) | Onward::EgressOnly)
    };
    table.known && table.ways.iter().all(|way| inner(&way.onward))
}

fn finding(context: &Context<'_>, node: &Node, table: &RouteTable<'_>) -> Finding {
    let shown = table.shown(context.index);
    let message = format!("`{}` has a public address, and {shown} has no route to an internet gateway", node.address);
    let finding = Finding::new(&CODE, blame::place(node), message);
    finding.help("put it in a subnet with such a route, or leave the public address out")
}
