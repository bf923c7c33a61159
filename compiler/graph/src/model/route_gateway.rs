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
        let attached = |ty| view.users_of_type(gateway, ty, "TransitGatewayId");
        let mut attachments: Vec<(Option<u32>, u32)> = TRANSIT
            .iter()
            .flat_map(|ty| attached(ty))
            .map(|attachment| (view.target(attachment, VPC), attachment))
            .collect();
        attachments.sort_unstable();
        for route in view.users_of_type(gateway, ROUTE, "TransitGatewayId") {
            let network = view.target(route, ROUTE_TABLE).and_then(|table| view.target(table, VPC));
            let start = attachments.partition_point(|(of, _)| *of < network);
            let rest = attachments.get(start..).unwrap_or_default();
            let here: Vec<u32> = rest.iter().take_while(|(of, _)| *of == network).map(|&(_, number)| number).collect();
            wants.all(&[route], &here);
        }
    }
}
