use cloudc_base::value::Value;

use super::cloud::{EIP, VPC_GATEWAY_ATTACHMENT, attachments_of_network, network_by_subnet};
use super::view::{View, Wants};
use crate::Node;

/// A public address of a network is taken only when a gateway is attached.
///
/// Source: the note on `DependsOn` in `AWS::EC2::EIP`.
pub(super) const RULE: super::Rule =
    super::Rule { name: "a public address waits for the gateway of its network to be attached", find };

fn find(view: &View<'_>, wants: &mut Wants) {
    let mut strays = Vec::new();
    let mut pairs = Vec::new();
    for &address in view.of_type(EIP).iter().filter(|&&address| view.node(address).is_some_and(in_network)) {
        let networks = networks(view, address);
        pairs.extend(networks.iter().map(|&network| (network, address)));
        if networks.is_empty() {
            strays.push(address);
        }
    }
    wants.by_thing(pairs, |network| attachments_of_network(view, network));
    // Nothing shows where it is used: it may be any network of its region.
    let place = |number: &u32| view.node(*number).map(|node| node.place.clone());
    strays.sort_by_key(place);
    for group in strays.chunk_by(|a, b| place(a) == place(b)) {
        let here = view.of_type(VPC_GATEWAY_ATTACHMENT).iter().copied();
        let here: Vec<u32> = here.filter(|attachment| group.first().and_then(place) == place(attachment)).collect();
        wants.all(group, &here);
    }
}

fn in_network(node: &Node) -> bool {
    let Value::Record(properties) = &node.properties else { return false };
    properties.get("Domain").is_none_or(|domain| *domain == Value::text("vpc"))
}

/// The networks of what an address is given to: what uses it, and what it names itself.
fn networks(view: &View<'_>, address: u32) -> Vec<u32> {
    let users = || view.users(address).map(|link| link.from);
    let beside = users().flat_map(|user| view.links(user).iter().map(|link| link.to));
    let named = view.links(address).iter().map(|link| link.to);
    let given = users().chain(beside).chain(named);
    let mut networks: Vec<u32> = given.filter_map(|number| network_by_subnet(view, number)).collect();
    networks.sort_unstable();
    networks.dedup();
    networks
}
