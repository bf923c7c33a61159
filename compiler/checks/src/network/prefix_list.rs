use ipnet::IpNet;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{address_range, at, first, number, text};

crate::check::code!("E0524" "prefix-list" Error "prefix_list.md");

/// Lists of prefixes with more entries than they may have, or entries of the other family.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.of_type("aws.ec2.PrefixList") {
        let entries = at(&node.properties, "Entries");
        let room = first(&node.properties, "MaxEntries").and_then(number);
        if let Some(room) = room.filter(|room| usize::try_from(*room).is_ok_and(|room| room < entries.len())) {
            let message = format!("this list has {} entries and room for {room}", entries.len());
            findings
                .push(blame(&CODE, node, "MaxEntries", message).help(format!("say `MaxEntries = {}`", entries.len())));
        }
        let family = first(&node.properties, "AddressFamily").and_then(text);
        let ranges = at(&node.properties, "Entries.Cidr").into_iter().filter_map(address_range);
        let is_stranger =
            |range: &IpNet| matches!((family, range), (Some("IPv4"), IpNet::V6(_)) | (Some("IPv6"), IpNet::V4(_)));
        let stranger = ranges.into_iter().find(is_stranger);
        if let (Some(family), Some(range)) = (family, stranger) {
            let message = format!("`{range}` is not of the list's family, {family}");
            findings.push(
                blame(&CODE, node, "Entries", message).help("a list holds addresses of one family: make a second list"),
            );
        }
    }
}
