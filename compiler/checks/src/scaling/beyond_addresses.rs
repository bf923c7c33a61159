use std::collections::BTreeSet;

use cloudc_graph::Node;
use ipnet::IpNet;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{address_range, at, first, number};

crate::check::code!("W0587" "beyond-addresses" Warning "beyond_addresses.md");

/// What AWS keeps of each subnet for itself.
const KEPT: u64 = 5;

/// Groups and services that may grow beyond the addresses of the subnets that they stand in.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, group) in context.index.made("aws.autoscaling.AutoScalingGroup") {
        let most = first(&group.properties, "MaxSize").and_then(number);
        look(context, group, "VPCZoneIdentifier", most, (group, "MaxSize"), findings);
    }
    for (_, target) in context.index.made("aws.applicationautoscaling.ScalableTarget") {
        let Some(number_of) = context.index.number(&target.address) else { continue };
        let services = context.graph.needs(number_of).iter().filter_map(|edge| context.index.node(edge.to));
        for service in services.filter(|node| &*node.ty == "aws.ecs.Service") {
            let most = first(&target.properties, "MaxCapacity").and_then(number);
            look(
                context,
                service,
                "NetworkConfiguration.AwsvpcConfiguration.Subnets",
                most,
                (target, "MaxCapacity"),
                findings,
            );
        }
    }
}

fn look(
    context: &Context<'_>,
    node: &Node,
    path: &str,
    most: Option<i64>,
    said: (&Node, &'static str),
    findings: &mut Findings,
) {
    let (Some(most), Some(room)) = (most.and_then(|most| u64::try_from(most).ok()), room(context, node, path)) else {
        return;
    };
    if most > room {
        let message = format!("there may be {most} of them, and their subnets have {room} addresses");
        let finding = blame(&CODE, said.0, said.1, message);
        findings.push(
            finding
                .help("let there be fewer, or stand in larger subnets: `bits` on a `network` says how large they are"),
        );
    }
}

/// How many addresses the subnets have, if all of them are in the program.
fn room(context: &Context<'_>, node: &Node, path: &str) -> Option<u64> {
    let named = at(&node.properties, path);
    let subnets: Option<BTreeSet<usize>> =
        named.iter().map(|value| context.index.node_of(value, "aws.ec2.Subnet")).collect();
    let rooms = subnets.filter(|subnets| !subnets.is_empty())?.into_iter().map(|subnet| {
        let range = first(&context.index.node(subnet)?.properties, "CidrBlock").and_then(address_range)?;
        match range {
            IpNet::V4(range) => Some((1_u64 << (32 - u32::from(range.prefix_len()))).saturating_sub(KEPT)),
            IpNet::V6(_) => None,
        }
    });
    rooms.sum()
}
