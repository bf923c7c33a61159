use super::{SubnetId, Topology, network, stand_in, subnet};
use crate::read::{at, first, text};
use crate::sets::Addresses;

pub(super) const NAT: &str = "aws.ec2.NatGateway";

/// A NAT gateway: it sends on what comes, in its own name, and lets only answers back.
#[derive(Debug)]
pub(crate) struct Nat {
    pub(crate) node: usize,
    /// Where it stands; none for one that stands in all zones of its network.
    pub(crate) subnet: Option<SubnetId>,
    pub(crate) network: Option<super::NetworkId>,
    /// Whether it has public addresses; a private one sends to other networks only.
    pub(crate) public: bool,
    /// Its public addresses.
    pub(crate) addresses: Addresses,
}

/// Finds the NAT gateways.
pub(super) fn build(all: &mut Topology<'_>) {
    let index = all.index;
    for (number, node) in index.of_type(NAT) {
        let subnet = first(&node.properties, "SubnetId").map(|value| subnet::named(all, value, number));
        let of_subnet = subnet.and_then(|id| all.subnets.get(id)).and_then(|subnet| subnet.network);
        let network = of_subnet.or_else(|| network::referred(all, number, "VpcId"));
        let kind = first(&node.properties, "ConnectivityType").and_then(text);
        let allocations =
            at(&node.properties, "AllocationId").into_iter().filter_map(|value| match index.target(value, &[]) {
                crate::read::Target::Node(eip) => Some(eip),
                _ => None,
            });
        let numbers: Vec<usize> = allocations.collect();
        let own = if numbers.is_empty() { vec![number] } else { numbers };
        let addresses = own.into_iter().fold(Addresses::none(), |all, number| all.or(&stand_in::public(number)));
        all.nats.push(Nat { node: number, subnet, network, public: kind != Some("private"), addresses });
    }
}
