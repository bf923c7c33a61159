//! The network that a graph comes to: who stands where, and what each piece lets through. One piece, one file.
//!
//! What the program does not say is not guessed: a network, table or list that somebody else made is marked as not known,
//! and ways through it are doubtful. Addresses that are not known yet are stood for by ranges that nobody writes, so that a
//! rule for everybody holds for them and a rule for somebody else does not; see [`stand_in`].

mod acl;
mod arena;
mod edge;
pub(crate) mod endpoint;
mod forwarders;
mod front;
mod group;
mod key;
mod nat;
pub(crate) mod network;
mod peer;
mod peering;
mod place;
mod placement;
mod prefix;
mod public;
mod relay;
mod route;
pub(crate) mod stand_in;
mod subnet;
mod table;
mod transit;

use cloudc_graph::Graph;

pub(crate) use acl::Acl;
pub(crate) use arena::{AclId, Arena, GroupId, Id, NetworkId, PlaceId, SubnetId, TableId, TransitId};
pub(crate) use endpoint::Endpoint;
pub(crate) use forwarders::Forwarders;
pub(crate) use group::{Group, Rule, Side};
pub(crate) use key::Key;
pub(crate) use nat::Nat;
pub(crate) use network::Network;
pub(crate) use peer::{Peer, Sources};
pub(crate) use peering::Peering;
pub(crate) use place::{Guard, Place};
pub(crate) use placement::carriers;
pub(crate) use relay::{Handing, Relay, Sender};
pub(crate) use route::{Onward, Way};
pub(crate) use subnet::Subnet;
pub(crate) use table::RouteTable;
pub(crate) use transit::{Attachment, Transit, TransitOnward};

use crate::read::Index;
use crate::sets::Addresses;

/// The network of a graph.
#[derive(Debug)]
pub(crate) struct Topology<'g> {
    pub(crate) index: &'g Index<'g>,
    pub(crate) networks: Arena<'g, NetworkId, Network<'g>>,
    pub(crate) subnets: Arena<'g, SubnetId, Subnet<'g>>,
    pub(crate) tables: Arena<'g, TableId, RouteTable<'g>>,
    pub(crate) acls: Arena<'g, AclId, Acl<'g>>,
    pub(crate) groups: Arena<'g, GroupId, Group<'g>>,
    pub(crate) places: Arena<'g, PlaceId, Place>,
    /// What runs in the cloud's own network: by node.
    pub(crate) roaming: Vec<usize>,
    pub(crate) peerings: Vec<Peering<'g>>,
    pub(crate) transits: Arena<'g, TransitId, Transit<'g>>,
    pub(crate) nats: Vec<Nat>,
    /// The tables of gateways: where goes what comes in by them.
    pub(crate) edges: Vec<(Key<'g>, TableId)>,
    pub(crate) forwarders: Forwarders,
    pub(crate) endpoints: Vec<Endpoint<'g>>,
    pub(crate) relays: Vec<Relay>,
    /// For each place the relays that hand something on to it, as (relay, handing).
    pub(crate) handed: Vec<Vec<(usize, usize)>>,
}

impl<'g> Topology<'g> {
    /// Reads the network out of a graph.
    pub(crate) fn new(graph: &'g Graph, index: &'g Index<'g>) -> Topology<'g> {
        let mut all = Topology {
            index,
            networks: Arena::default(),
            subnets: Arena::default(),
            tables: Arena::default(),
            acls: Arena::default(),
            groups: Arena::default(),
            places: Arena::default(),
            roaming: Vec::new(),
            peerings: Vec::new(),
            transits: Arena::default(),
            nats: Vec::new(),
            edges: Vec::new(),
            forwarders: Forwarders::default(),
            endpoints: Vec::new(),
            relays: Vec::new(),
            handed: Vec::new(),
        };
        network::build(&mut all);
        acl::build(&mut all);
        table::build(&mut all);
        subnet::build(&mut all);
        peering::build(&mut all);
        transit::build(&mut all);
        nat::build(&mut all);
        place::build(&mut all, graph);
        endpoint::build(&mut all);
        group::build(&mut all);
        edge::build(&mut all);
        route::build(&mut all);
        all.forwarders = Forwarders::of(&all);
        relay::build(&mut all);
        all
    }

    /// The addresses that a value stands for.
    pub(crate) fn sources(&self, value: &cloudc_base::value::Value) -> Addresses {
        peer::sources(self, value).addresses
    }

    /// Whether two subnets stand in different availability zones, as far as the program writes that: names and ids of zones
    /// are not comparable.
    pub(crate) fn is_in_other_zone(&self, one: SubnetId, other: SubnetId) -> bool {
        let zone = |id| self.subnets.get(id).and_then(|subnet| subnet.zone);
        let is_id = |zone: &str| zone.contains("-az");
        matches!((zone(one), zone(other)), (Some(one), Some(other)) if one != other && is_id(one) == is_id(other))
    }

    /// The addresses of all networks of the program.
    pub(crate) fn own_addresses(&self) -> Addresses {
        self.networks.iter().fold(Addresses::none(), |all, (_, network)| all.or(&network.ranges))
    }
}
