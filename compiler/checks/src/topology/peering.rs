use super::{Key, NetworkId, Topology, network};
use crate::read::first;

pub(super) const PEERING: &str = "aws.ec2.VPCPeeringConnection";

/// Two networks that reach one another, if their routes say so.
#[derive(Debug)]
pub(crate) struct Peering<'g> {
    pub(crate) key: Key<'g>,
    /// Who asked for it, and the other one.
    pub(crate) ends: [NetworkId; 2],
    /// Whether both are in one region: only then do rules by security group hold across it.
    pub(crate) near: bool,
}

/// Finds the peerings.
pub(super) fn build(all: &mut Topology<'_>) {
    let index = all.index;
    for (number, node) in index.of_type(PEERING) {
        let ends = (network::referred(all, number, "VpcId"), network::referred(all, number, "PeerVpcId"));
        if let (Some(one), Some(other)) = ends {
            let near = first(&node.properties, "PeerRegion").is_none();
            all.peerings.push(Peering { key: Key::Node(number), ends: [one, other], near });
        }
    }
}

impl Peering<'_> {
    /// The network at the other end.
    pub(crate) fn other(&self, network: NetworkId) -> Option<NetworkId> {
        let [one, other] = self.ends;
        if network == one { Some(other) } else { (network == other).then_some(one) }
    }
}
