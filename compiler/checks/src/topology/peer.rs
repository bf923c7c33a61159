use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};

use super::{GroupId, Topology, stand_in};
use crate::read::{address_range, attribute_of};
use crate::sets::Addresses;

/// The other side of a rule.
#[derive(Debug, Clone)]
pub(crate) enum Peer {
    /// Addresses.
    Addresses(Sources),
    /// Whoever carries a security group.
    Group(GroupId),
}

/// Addresses as a rule names them.
#[derive(Debug, Clone)]
pub(crate) struct Sources {
    pub(crate) addresses: Addresses,
    /// How they come about, if they are known later.
    pub(crate) later: Option<Arc<Later>>,
}

/// The addresses that a value of a rule stands for.
pub(super) fn sources(all: &Topology<'_>, value: &Value) -> Sources {
    if let Some(range) = address_range(value) {
        return Sources { addresses: Addresses::range(&range), later: None };
    }
    let later = match value {
        Value::Later(later) => Some(Arc::clone(later)),
        _ => None,
    };
    let addresses = own(all, value).unwrap_or_else(|| later_addresses(value));
    Sources { addresses, later }
}

/// What somebody's addresses may be who is known later; none if the value is no address at all.
pub(super) fn later_addresses(value: &Value) -> Addresses {
    match value {
        Value::Later(_) => stand_in::somebody(),
        _ => Addresses::none(),
    }
}

/// The addresses of something of the program, if the value is one of its attributes: of a network, a subnet, a place.
fn own(all: &Topology<'_>, value: &Value) -> Option<Addresses> {
    let Value::Later(later) = value else { return None };
    if let Some((_, network)) = all.networks.iter().find(|(_, network)| network.written == Some(value)) {
        return Some(network.ranges.clone());
    }
    let later = match later.from() {
        // `"${machine.PrivateIp}/32"`
        From::Joined(parts) => parts.iter().find_map(Value::later)?,
        _ => later,
    };
    let (of, path) = attribute_of(later)?;
    let number = all.index.number(of)?;
    let family = |addresses: &Addresses| if path.contains('6') { addresses.only_v6() } else { addresses.only_v4() };
    if path.starts_with("Public") {
        let places = all.places.iter().filter(|(_, place)| place.owner == number);
        let outer = places.fold(Addresses::none(), |all, (_, place)| all.or(&place.outer));
        return Some(if outer.is_empty() { stand_in::public(number) } else { outer });
    }
    if let Some(network) = all.networks.by_key(super::Key::Node(number)).and_then(|id| all.networks.get(id)) {
        return Some(family(&network.ranges));
    }
    if let Some(subnet) = all.subnets.by_key(super::Key::Node(number)).and_then(|id| all.subnets.get(id)) {
        return Some(family(&subnet.ranges));
    }
    let places = all.places.iter().filter(|(_, place)| place.owner == number && path.starts_with("Pri"));
    let addresses = places.fold(Addresses::none(), |all, (_, place)| all.or(&place.inner));
    (!addresses.is_empty()).then(|| family(&addresses))
}
