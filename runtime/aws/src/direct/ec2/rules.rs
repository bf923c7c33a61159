//! Rules of security groups, as calls take them.

use aws_sdk_ec2::types::{IpPermission, IpRange, Ipv6Range, PrefixListId, UserIdGroupPair};
use serde_json::Value as Json;

use crate::direct::props::{model, number, text};

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

/// The rules of a group as CloudFormation has them, one for each range, list and group; `other` is what the other side is called,
/// `Source` or `Destination`.
pub(super) fn told(permissions: &[IpPermission], other: &str) -> Json {
    let mut rules = Vec::new();
    for permission in permissions {
        let mut add = |name: &str, value: Option<&str>, about: Option<&str>| {
            let port = |port: Option<i32>| port.filter(|port| *port >= 0).map(Json::from);
            rules.push(model([
                ("IpProtocol", permission.ip_protocol().map(Json::from)),
                ("FromPort", port(permission.from_port())),
                ("ToPort", port(permission.to_port())),
                (name, value.map(Json::from)),
                ("Description", about.map(Json::from)),
            ]));
        };
        permission.ip_ranges().iter().for_each(|range| add("CidrIp", range.cidr_ip(), range.description()));
        permission.ipv6_ranges().iter().for_each(|range| add("CidrIpv6", range.cidr_ipv6(), range.description()));
        let list = format!("{other}PrefixListId");
        permission.prefix_list_ids().iter().for_each(|one| add(&list, one.prefix_list_id(), one.description()));
        let group = format!("{other}SecurityGroupId");
        permission.user_id_group_pairs().iter().for_each(|pair| add(&group, pair.group_id(), pair.description()));
    }
    Json::Array(rules)
}

/// The rule that every new group has: everything may leave.
pub(super) fn everything() -> IpPermission {
    let range = IpRange::builder().cidr_ip("0.0.0.0/0").build();
    IpPermission::builder().ip_protocol("-1").ip_ranges(range).build()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_told_is_what_was_written() {
        let rules = json!([
            { "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8", "Description": "web" },
            { "IpProtocol": "-1", "CidrIpv6": "::/0" },
            { "IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "DestinationSecurityGroupId": "sg-1" },
        ]);
        let permissions: Vec<IpPermission> = rules.as_array().into_iter().flatten().map(permission).collect();
        assert_eq!(told(&permissions, "Destination"), rules);
    }
}
