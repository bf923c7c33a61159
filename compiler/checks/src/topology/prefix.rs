use cloudc_base::value::Value;

use super::{Sources, Topology, peer, stand_in};
use crate::read::{Target, at};
use crate::sets::Addresses;

const LIST: &str = "aws.ec2.PrefixList";

/// The addresses in a prefix list. One that is not in the program, such as that of a service of AWS, holds some that are
/// public.
pub(super) fn sources(all: &Topology<'_>, value: &Value) -> Sources {
    let list = match all.index.target(value, &[LIST]) {
        Target::Node(number) => all.index.node(number).filter(|node| &*node.ty == LIST),
        _ => None,
    };
    let entries: Vec<&Value> = list.map(|node| at(&node.properties, "Entries.Cidr")).unwrap_or_default();
    let mut sources = Sources { addresses: Addresses::none(), later: None };
    for entry in entries {
        let more = peer::sources(all, entry);
        sources.addresses = sources.addresses.or(&more.addresses);
        sources.later = sources.later.or(more.later);
    }
    if list.is_none_or(|node| !crate::read::is_whole(node)) {
        sources.addresses = sources.addresses.or(&stand_in::somebody());
    }
    sources
}

/// The ranges in a prefix list of the program, one by one, for routes; none if it is not in the program.
pub(super) fn ranges(all: &Topology<'_>, value: &Value) -> Option<Vec<ipnet::IpNet>> {
    let number = all.index.node_of(value, LIST)?;
    let node = all.index.node(number)?;
    Some(at(&node.properties, "Entries.Cidr").into_iter().filter_map(crate::read::address_range).collect())
}
