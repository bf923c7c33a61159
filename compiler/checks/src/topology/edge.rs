use super::{Key, Topology, table};
use crate::read::first;

const BOUND: &str = "aws.ec2.GatewayRouteTableAssociation";

/// Finds the tables of gateways: they say where goes what comes in by a gateway, before it comes to whom it is for.
pub(super) fn build(all: &mut Topology<'_>) {
    let index = all.index;
    for (number, node) in index.of_type(BOUND) {
        let value = |name: &str| first(&node.properties, name);
        if let (Some(gateway), Some(named)) = (value("GatewayId"), value("RouteTableId")) {
            let key = Key::of(index, gateway, &["aws.ec2.InternetGateway", "aws.ec2.VPNGateway"], number);
            let table = table::named(all, named, number);
            all.edges.push((key, table));
        }
    }
}
