use cloudc_base::value::{From, Value};
use cloudc_graph::Node;

use super::{Key, NetworkId, Topology, network};
use crate::read::{Sure, first, text};

pub(super) const PEERING: &str = "aws.ec2.VPCPeeringConnection";

/// Two networks that reach one another, if their routes say so.
#[derive(Debug)]
pub(crate) struct Peering<'g> {
    pub(crate) key: Key<'g>,
    /// Who asked for it, and the other one.
    pub(crate) ends: [NetworkId; 2],
    /// Whether both are in one region: only then do rules by security group hold across it.
    pub(crate) near: Sure,
}

/// Finds the peerings.
pub(super) fn build(all: &mut Topology<'_>) {
    let index = all.index;
    for (number, node) in index.of_type(PEERING) {
        let ends = (network::referred(all, number, "VpcId"), network::referred(all, number, "PeerVpcId"));
        if let (Some(one), Some(other)) = ends {
            let near = near(all, node, [one, other]);
            all.peerings.push(Peering { key: Key::Node(number), ends: [one, other], near });
        }
    }
}

/// Whether both ends are in one region: as the program makes them, and as the peering says.
fn near(all: &Topology<'_>, peering: &Node, ends: [NetworkId; 2]) -> Sure {
    let made = |id| all.index.node(all.networks.get(id)?.key.node()?);
    if let [Some(one), Some(other)] = ends.map(made)
        && one.place.region != other.place.region
    {
        return Sure::No;
    }
    let Some(said) = first(&peering.properties, "PeerRegion") else { return Sure::Yes };
    let own = peering.place.region.as_deref().or(all.index.region());
    match (said, own) {
        (Value::Later(later), _) if matches!(later.from(), From::App(name) if &**name == "region") => Sure::Yes,
        (said, Some(own)) => text(said).map_or(Sure::Perhaps, |said| Sure::of(said == own)),
        _ => Sure::Perhaps,
    }
}

impl Peering<'_> {
    /// The network at the other end.
    pub(crate) fn other(&self, network: NetworkId) -> Option<NetworkId> {
        let [one, other] = self.ends;
        if network == one { Some(other) } else { (network == other).then_some(one) }
    }
}
