//! Rules of security groups, as calls take them.

use aws_sdk_ec2::types::{IpPermission, IpRange, Ipv6Range, PrefixListId, UserIdGroupPair};
use serde_json::Value as Json;

use crate::direct::props::{number, text};

/// A rule of CloudFormation's: inbound ones say `Source..`, outbound ones `Destination..`.
pub(super) fn permission(rule: &Json) -> IpPermission {
    let either = |end: &str| text(rule, &format!("Source{end}")).or_else(|| text(rule, &format!("Destination{end}")));
    let about = text(rule, "Description");
    let permission = IpPermission::builder().set_ip_protocol(text(rule, "IpProtocol"));
    let mut permission = permission.set_from_port(number(rule, "FromPort")).set_to_port(number(rule, "ToPort"));
    if let Some(block) = text(rule, "CidrIp") {
        permission = permission.ip_ranges(IpRange::builder().cidr_ip(block).set_description(about.clone()).build());
    }
    if let Some(block) = text(rule, "CidrIpv6") {
        let range = Ipv6Range::builder().cidr_ipv6(block).set_description(about.clone()).build();
        permission = permission.ipv6_ranges(range);
    }
    if let Some(list) = either("PrefixListId") {
        let list = PrefixListId::builder().prefix_list_id(list).set_description(about.clone()).build();
        permission = permission.prefix_list_ids(list);
    }
    if let Some(group) = either("SecurityGroupId") {
        let pair = UserIdGroupPair::builder().group_id(group).set_user_id(either("SecurityGroupOwnerId"));
        permission = permission.user_id_group_pairs(pair.set_description(about).build());
    }
    permission.build()
}

/// The rule that every new group has: everything may leave.
pub(super) fn everything() -> IpPermission {
    let range = IpRange::builder().cidr_ip("0.0.0.0/0").build();
    IpPermission::builder().ip_protocol("-1").ip_ranges(range).build()
}
