use super::{GroupId, Topology};
use crate::sets::Addresses;

/// Who sends on what others sent, in its own name: NAT gateways, and machines that route.
#[derive(Debug, Default)]
pub(crate) struct Forwarders {
    /// Their private addresses.
    pub(crate) addresses: Addresses,
    /// The groups that they carry.
    pub(crate) groups: Vec<GroupId>,
}

impl Forwarders {
    pub(super) fn of(all: &Topology<'_>) -> Forwarders {
        let mut forwarders = Forwarders::default();
        let subnets = all.nats.iter().filter_map(|nat| all.subnets.get(nat.subnet?));
        forwarders.addresses = subnets.fold(Addresses::none(), |found, subnet| found.or(&subnet.ranges.only_v4()));
        for (_, place) in all.places.iter().filter(|(_, place)| place.routes.can_be()) {
            forwarders.addresses = forwarders.addresses.or(&place.inner);
            forwarders.groups.extend(place.guard.groups());
        }
        forwarders
    }
}
