use cloudc_base::value::Value;
use cloudc_graph::Mode;

use crate::blame;
use crate::context::{Context, Findings};
use crate::read::first;
use crate::topology::{Onward, SubnetId};

crate::check::code!("I0522" "one-nat" Information "one_nat.md");

/// NAT gateways that subnets of other zones use, too: all of them lose the internet with one zone.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let all = context.topology();
    for (number, nat) in all.nats.iter().enumerate() {
        let Some(node) = context.graph.node(nat.node).filter(|node| node.mode == Mode::Managed) else { continue };
        let Some(own) = nat.subnet.and_then(|id| zone(context, id)) else { continue };
        let uses = |id: SubnetId| {
            let table = all.subnets.get(id).and_then(|subnet| all.tables.get(subnet.table?));
            table.is_some_and(|table| table.ways.iter().any(|way| way.onward == Onward::Nat(Some(number))))
        };
        let mut zones: Vec<&Value> = Vec::new();
        for zone in all.subnets.ids().filter(|id| uses(*id)).filter_map(|id| zone(context, id)) {
            if *zone != *own && !zones.contains(&zone) {
                zones.push(zone);
            }
        }
        // Whoever uses a component has been asked.
        if !zones.is_empty() && node.through.is_empty() {
            let message =
                format!("`{}` stands in one zone, and subnets of {} more go out through it", node.address, zones.len());
            let finding = cloudc_base::Finding::new(&CODE, blame::place(node), message);
            findings
                .push(finding.help("give each zone its own, or live with all of them being cut off when that zone is"));
        }
    }
}

/// The zone of a subnet, as the program says it.
fn zone<'c>(context: &'c Context<'_>, subnet: SubnetId) -> Option<&'c Value> {
    let node = context.graph.node(context.topology().subnets.get(subnet)?.key.node()?)?;
    first(&node.properties, "AvailabilityZone")
}
