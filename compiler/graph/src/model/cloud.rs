//! Ways through AWS's own model that several rules go.

use super::view::View;
use crate::link::Link;

pub(super) const EIP: &str = "aws.ec2.EIP";
pub(super) const FUNCTION: &str = "aws.lambda.Function";
pub(super) const INTERNET_GATEWAY: &str = "aws.ec2.InternetGateway";
pub(super) const NAT_GATEWAY: &str = "aws.ec2.NatGateway";
pub(super) const ROLE: &str = "aws.iam.Role";
pub(super) const ROUTE: &str = "aws.ec2.Route";
pub(super) const ROUTE_TABLE: &str = "aws.ec2.RouteTable";
pub(super) const SECURITY_GROUP: &str = "aws.ec2.SecurityGroup";
pub(super) const SUBNET: &str = "aws.ec2.Subnet";
pub(super) const VPC: &str = "aws.ec2.VPC";
pub(super) const VPC_ENDPOINT: &str = "aws.ec2.VPCEndpoint";
pub(super) const VPC_GATEWAY_ATTACHMENT: &str = "aws.ec2.VPCGatewayAttachment";

/// Types that refer to a subnet and start nothing in it that needs a way out.
const PART_OF_SUBNET: &[&str] = &[
    "aws.ec2.ClientVpnTargetNetworkAssociation",
    "aws.ec2.FlowLog",
    "aws.ec2.RouteServerEndpoint",
    "aws.ec2.SubnetCidrBlock",
    "aws.ec2.SubnetCidrReservation",
    "aws.ec2.SubnetNetworkAclAssociation",
    "aws.ec2.SubnetRouteTableAssociation",
    "aws.ec2.TransitGatewayAttachment",
    "aws.ec2.TransitGatewayVpcAttachment",
    "aws.ec2.VPCBlockPublicAccessExclusion",
    "aws.ec2.VPCEndpoint",
    "aws.efs.MountTarget",
];

/// What starts in a subnet.
pub(super) fn starts_in(view: &View<'_>, subnet: u32) -> Vec<u32> {
    let stands = |link: &Link| matches!(&*link.attribute, "SubnetId" | "Id" | "");
    super::starts::starts(view, subnet, |link| stands(link) && !PART_OF_SUBNET.contains(&view.ty(link.from)))
}

/// The attachments of an internet gateway to a network.
pub(super) fn attachments_of_network(view: &View<'_>, vpc: u32) -> Vec<u32> {
    let mut all = view.users_of_type(vpc, VPC_GATEWAY_ATTACHMENT, "VpcId");
    all.retain(|&attachment| view.target(attachment, INTERNET_GATEWAY).is_some());
    all
}

/// The network of something that stands in a subnet.
pub(super) fn network_by_subnet(view: &View<'_>, number: u32) -> Option<u32> {
    view.target(view.target(number, SUBNET)?, VPC)
}
