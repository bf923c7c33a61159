use super::cloud::{INTERNET_GATEWAY, ROUTE, ROUTE_TABLE, VPC, VPC_GATEWAY_ATTACHMENT};
use super::view::{View, Wants};

/// A route names a gateway, and the cloud takes it only when that is attached to the network.
///
/// Source: "Creating a route" in `AWS::EC2::Route`; transit gateways the same.
pub(super) const RULE: super::Rule =
    super::Rule { name: "a route waits for its gateway to be attached to the network", find };

const GATEWAYS: &[(&str, &str)] = &[(INTERNET_GATEWAY, "InternetGatewayId"), ("aws.ec2.VPNGateway", "VpnGatewayId")];
const TRANSIT: &[&str] = &["aws.ec2.TransitGatewayAttachment", "aws.ec2.TransitGatewayVpcAttachment"];

fn find(view: &View<'_>, wants: &mut Wants) {
    for &(ty, field) in GATEWAYS {
        for &gateway in view.of_type(ty) {
            let attachments = view.users_of_type(gateway, VPC_GATEWAY_ATTACHMENT, field);
            wants.all(&view.users_of_type(gateway, ROUTE, "GatewayId"), &attachments);
        }
    }
    for &gateway in view.of_type("aws.ec2.TransitGateway") {
        transit(view, wants, gateway);
    }
}

/// A transit gateway has an attachment for each network, and a route waits for that of its own.
fn transit(view: &View<'_>, wants: &mut Wants, gateway: u32) {
    let attached = TRANSIT.iter().flat_map(|ty| view.users_of_type(gateway, ty, "TransitGatewayId"));
    let mut attached: Vec<(u32, u32)> = attached.filter_map(|it| Some((view.target(it, VPC)?, it))).collect();
    attached.sort_unstable();
    let routes = view.users_of_type(gateway, ROUTE, "TransitGatewayId").into_iter();
    let network = |route: u32| view.target(view.target(route, ROUTE_TABLE)?, VPC);
    wants.by_thing(routes.filter_map(|route| Some((network(route)?, route))).collect(), |network| {
        let start = attached.partition_point(|(of, _)| *of < network);
        let here = attached.get(start..).unwrap_or_default().iter().take_while(|(of, _)| *of == network);
        here.map(|&(_, attachment)| attachment).collect()
    });
}
