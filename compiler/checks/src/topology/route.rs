use cloudc_base::value::Value;
use cloudc_graph::Node;
use ipnet::IpNet;

use super::peering::PEERING;
use super::table;
use super::transit::TRANSIT;
use super::{Id, Key, TableId, Topology, TransitId, nat, peer, prefix, transit};
use crate::read::{Target, address_range, at, first, text};
use crate::sets::Addresses;

/// Where a route table sends packets to some addresses.
#[derive(Debug, Clone)]
pub(crate) struct Way<'g> {
    pub(crate) to: Addresses,
    pub(crate) onward: Onward<'g>,
    /// The route that says so; none for what the network does by itself.
    pub(crate) route: Option<usize>,
    /// Whether the program says which addresses these are.
    pub(crate) sure: bool,
}

/// Who takes a packet next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Onward<'g> {
    /// The network itself: it is for somebody inside.
    Local,
    /// An internet gateway.
    Internet(Key<'g>),
    /// A gateway that lets IPv6 out, and only answers back in.
    EgressOnly,
    /// A NAT gateway, by its number among them; none for one that is not in the program.
    Nat(Option<usize>),
    /// A machine or an interface that routes: its node.
    Router(Option<usize>),
    /// A peering, by its number among them; none for one that is not in the program.
    Peering(Option<usize>),
    /// A transit gateway.
    Transit(TransitId),
    /// An endpoint that hands packets to an inspecting machine and gets them back.
    Inspection(Key<'g>),
    /// Away from everything that the program knows: premises, other clouds.
    Away(&'static str),
    /// The program does not say.
    Unknown,
}

const ROUTE: &str = "aws.ec2.Route";
const PROPAGATION: &str = "aws.ec2.VPNGatewayRoutePropagation";

/// Finds the routes and puts each table in order: the longest prefix counts, and what the network does by itself before what
/// is written.
///
/// Source: "Route priority" in the guide to Amazon VPC.
pub(super) fn build(all: &mut Topology<'_>) {
    let index = all.index;
    let mut written: Vec<Vec<(Vec<IpNet>, Way<'_>)>> = vec![Vec::new(); all.tables.len()];
    for (number, node) in index.of_type(ROUTE) {
        let Some(value) = first(&node.properties, "RouteTableId") else { continue };
        let table = table::named(all, value, number);
        let onward = onward(all, number, node);
        let (ranges, to, sure) = destination(all, node);
        written.resize(all.tables.len(), Vec::new());
        if let Some(routes) = written.get_mut(table.number()) {
            routes.push((ranges, Way { to, onward, route: Some(number), sure }));
        }
    }
    for (number, node) in index.of_type(PROPAGATION) {
        for value in at(&node.properties, "RouteTableIds") {
            let table = table::named(all, value, number);
            written.resize(all.tables.len(), Vec::new());
            let way = Way { to: Addresses::private().clone(), onward: PREMISES, route: Some(number), sure: false };
            if let Some(routes) = written.get_mut(table.number()) {
                routes.push((Vec::new(), way));
            }
        }
    }
    written.resize(all.tables.len(), Vec::new());
    let ids: Vec<TableId> = all.tables.ids().collect();
    for (id, routes) in ids.into_iter().zip(written) {
        let ways = ordered(all, id, routes);
        if let Some(table) = all.tables.get_mut(id) {
            table.ways = ways;
        }
    }
}

/// The ranges of a route, or if they are not known what they may be.
fn destination(all: &Topology<'_>, node: &Node) -> (Vec<IpNet>, Addresses, bool) {
    if let Some(list) = first(&node.properties, "DestinationPrefixListId") {
        return match prefix::ranges(all, list) {
            Some(ranges) => (ranges, Addresses::none(), true),
            None => (Vec::new(), prefix::sources(all, list).addresses, false),
        };
    }
    let values: Vec<&Value> = ["DestinationCidrBlock", "DestinationIpv6CidrBlock"]
        .iter()
        .flat_map(|name| at(&node.properties, name))
        .collect();
    let ranges: Vec<IpNet> = values.iter().filter_map(|value| address_range(value)).collect();
    if ranges.len() == values.len() {
        return (ranges, Addresses::none(), true);
    }
    // A range of a network of ours that is known later is that network.
    let later = values.iter().filter(|value| address_range(value).is_none());
    let to = later.fold(Addresses::none(), |found, value| found.or(&peer::sources(all, value).addresses));
    (ranges, to, false)
}

/// The ways of a table, apart from one another.
fn ordered<'g>(all: &Topology<'g>, id: TableId, routes: Vec<(Vec<IpNet>, Way<'g>)>) -> Vec<Way<'g>> {
    let Some(table) = all.tables.get(id) else { return Vec::new() };
    let mut single: Vec<(u8, bool, Addresses, Way<'g>)> = Vec::new();
    let mut unsure = Vec::new();
    for (ranges, way) in routes {
        if !way.to.is_empty() {
            unsure.push(way.clone());
        }
        single
            .extend(ranges.into_iter().map(|range| (range.prefix_len(), true, Addresses::range(&range), way.clone())));
    }
    if let Some(network) = table.network.and_then(|id| all.networks.get(id)) {
        let local = Way { to: Addresses::none(), onward: Onward::Local, route: None, sure: true };
        match network.ranges_known {
            true => {
                single.extend(network.ranges.prefixes().map(|(length, range)| (length, false, range, local.clone())))
            }
            // Where the network lies is not known: it takes nothing away from what is written.
            false => unsure.push(Way { to: network.ranges.clone(), ..local }),
        }
    }
    // Longest first; of two alike that of the network.
    single.sort_by_key(|(length, written, _, way)| (std::cmp::Reverse(*length), *written, way.route));
    let mut left = Addresses::all();
    let mut ways: Vec<Way<'g>> = Vec::new();
    for (_, _, range, way) in single {
        let to = left.and(&range);
        left = left.without(&range);
        match ways.iter_mut().find(|known| known.route == way.route && known.onward == way.onward && known.sure) {
            Some(known) => known.to = known.to.or(&to),
            None if to.is_empty() => {}
            None => ways.push(Way { to, sure: true, ..way }),
        }
    }
    ways.extend(unsure);
    if !table.known {
        ways.push(Way { to: Addresses::all(), onward: Onward::Unknown, route: None, sure: false });
    }
    ways
}

/// Who takes the packets of a route.
fn onward<'g>(all: &mut Topology<'g>, number: usize, node: &'g Node) -> Onward<'g> {
    let value = |name: &str| first(&node.properties, name);
    if let Some(gateway) = value("GatewayId") {
        return gateway_of(all, number, gateway);
    }
    if let Some(value) = value("NatGatewayId") {
        let known = all.index.node_of(value, nat::NAT);
        return Onward::Nat(known.and_then(|node| all.nats.iter().position(|nat| nat.node == node)));
    }
    if let Some(value) = value("InstanceId").or_else(|| value("NetworkInterfaceId")) {
        return Onward::Router(match all.index.target(value, &["aws.ec2.Instance", "aws.ec2.NetworkInterface"]) {
            Target::Node(number) => Some(number),
            _ => None,
        });
    }
    if let Some(value) = value("VpcPeeringConnectionId") {
        let known = all.index.node_of(value, PEERING);
        return Onward::Peering(known.and_then(|node| all.peerings.iter().position(|one| one.key == Key::Node(node))));
    }
    if let Some(value) = value("TransitGatewayId") {
        let key = Key::of(all.index, value, &[TRANSIT], number);
        return Onward::Transit(transit::named(all, key, value));
    }
    if let Some(value) = value("VpcEndpointId") {
        let firewall = super::endpoint::firewall(all, value).map(Key::Node);
        return Onward::Inspection(
            firewall.unwrap_or_else(|| Key::of(all.index, value, &["aws.ec2.VPCEndpoint"], number)),
        );
    }
    if value("EgressOnlyInternetGatewayId").is_some() {
        return Onward::EgressOnly;
    }
    AWAY.iter().find(|(name, _)| value(name).is_some()).map_or(Onward::Unknown, |(_, what)| Onward::Away(what))
}

/// Properties of routes that lead out of what the program knows.
const AWAY: &[(&str, &str)] = &[
    ("CarrierGatewayId", "a carrier gateway"),
    ("LocalGatewayId", "a local gateway"),
    ("CoreNetworkArn", "a core network"),
    ("OdbNetworkArn", "a database network"),
];

/// A gateway to networks on premises. Which addresses it makes known to tables, premises say.
const PREMISES: Onward<'static> = Onward::Away("a gateway to premises");

/// What `GatewayId` names: an internet gateway, or one to premises.
fn gateway_of<'g>(all: &Topology<'g>, number: usize, value: &'g Value) -> Onward<'g> {
    let key = Key::of(all.index, value, &["aws.ec2.InternetGateway", "aws.ec2.VPNGateway"], number);
    match key {
        Key::Node(node) if all.index.is(node, "aws.ec2.InternetGateway") => Onward::Internet(key),
        Key::Node(_) => PREMISES,
        Key::Named("local") => Onward::Local,
        Key::Named(name) if name.starts_with("igw-") => Onward::Internet(key),
        Key::Named(name) if name.starts_with("vgw-") => PREMISES,
        // An attribute of the attachment stands for the gateway that it attaches.
        Key::Made(node, "InternetGatewayId") => {
            let attached = all.index.node(node).and_then(|node| first(&node.properties, "InternetGatewayId"));
            attached.map_or(Onward::Unknown, |value| {
                Onward::Internet(Key::of(all.index, value, &["aws.ec2.InternetGateway"], number))
            })
        }
        _ if text(value).is_some() => Onward::Unknown,
        _ => Onward::Unknown,
    }
}
