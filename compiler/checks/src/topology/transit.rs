use cloudc_base::value::Value;
use rustc_hash::FxHashMap;

use super::{Key, NetworkId, SubnetId, Topology, TransitId, network, subnet};
use crate::read::{Sure, address_range, at, first, is_whole};
use crate::sets::Addresses;

pub(super) const TRANSIT: &str = "aws.ec2.TransitGateway";
const ATTACHMENTS: &[&str] = &["aws.ec2.TransitGatewayVpcAttachment", "aws.ec2.TransitGatewayAttachment"];
const TABLE: &str = "aws.ec2.TransitGatewayRouteTable";

/// Attachments that lead to networks of others, or to premises.
const AWAY: &[&str] =
    &["aws.ec2.VPNConnection", "aws.ec2.TransitGatewayPeeringAttachment", "aws.ec2.TransitGatewayConnect"];

/// A transit gateway: it routes between the networks that are attached to it.
#[derive(Debug)]
pub(crate) struct Transit<'g> {
    pub(crate) key: Key<'g>,
    /// Whether all its attachments and routes are in the program.
    pub(crate) known: bool,
    /// Whether rules by security group hold across it.
    pub(crate) by_group: Sure,
    pub(crate) attachments: Vec<Attachment>,
    /// The routes of each table, apart from one another.
    tables: FxHashMap<Table, Vec<(Addresses, TransitOnward, Option<usize>)>>,
}

/// A network that is attached.
#[derive(Debug)]
pub(crate) struct Attachment {
    pub(crate) node: usize,
    pub(crate) network: Option<NetworkId>,
    /// The subnets by which packets come in.
    pub(crate) subnets: Vec<SubnetId>,
    /// Whether it carries IPv6: only if it is told to.
    pub(crate) v6: Sure,
    table: Option<Table>,
}

/// Where a table of a transit gateway sends packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TransitOnward {
    /// To a network: the number of the attachment.
    Attachment(usize),
    /// To premises or networks of others.
    Away,
    /// Nowhere.
    Nowhere,
}

/// A route table of a transit gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Table {
    /// The one that the cloud makes.
    Default,
    /// A node.
    Node(usize),
}

/// The transit gateway of a key.
pub(super) fn named<'g>(all: &mut Topology<'g>, key: Key<'g>, value: &Value) -> TransitId {
    let node = key.node().and_then(|number| all.index.node(number));
    let known = node.is_some_and(is_whole);
    let flag = node.and_then(|node| first(&node.properties, "SecurityGroupReferencingSupport"));
    let by_group = flag.map_or(if known { Sure::No } else { Sure::Perhaps }, Sure::flag);
    all.transits.find_or(key, value, |_| Transit {
        key,
        known,
        by_group,
        attachments: Vec::new(),
        tables: FxHashMap::default(),
    })
}

/// Finds the transit gateways, what is attached to them, and how they route.
pub(super) fn build(all: &mut Topology<'_>) {
    let index = all.index;
    let mut places: FxHashMap<usize, (TransitId, usize)> = FxHashMap::default();
    for ty in ATTACHMENTS {
        for (number, node) in index.of_type(ty) {
            let Some(value) = first(&node.properties, "TransitGatewayId") else { continue };
            let key = Key::of(index, value, &[TRANSIT], number);
            let id = named(all, key, value);
            let network = network::referred(all, number, "VpcId");
            let subnets =
                at(&node.properties, "SubnetIds").into_iter().map(|value| subnet::named(all, value, number)).collect();
            let Some(transit) = all.transits.get_mut(id) else { continue };
            let v6 = first(&node.properties, "Options.Ipv6Support").map_or(Sure::No, Sure::flag);
            places.insert(number, (id, transit.attachments.len()));
            transit.attachments.push(Attachment { node: number, network, subnets, v6, table: None });
        }
    }
    let ids: Vec<TransitId> = all.transits.ids().collect();
    for id in ids {
        let routing = Routing::read(all, id, &places);
        routing.apply(all, id);
    }
}

/// How a transit gateway routes, as the program says it.
struct Routing {
    /// The table of each attachment.
    associated: Vec<Option<Table>>,
    /// Which attachment makes itself known to which table.
    propagated: Vec<(Table, usize)>,
    /// Routes that are written: the table, the range, the way on, the node. They come before others of the same range.
    written: Vec<(Table, Addresses, u8, TransitOnward, usize)>,
    /// Whether something away from the program is attached.
    away: bool,
}

impl Routing {
    fn read(all: &Topology<'_>, id: TransitId, places: &FxHashMap<usize, (TransitId, usize)>) -> Routing {
        let index = all.index;
        let count = all.transits.get(id).map_or(0, |transit| transit.attachments.len());
        let node = all.transits.get(id).and_then(|transit| transit.key.node()).and_then(|number| index.node(number));
        let default = |name: &str| {
            let flag = node.and_then(|node| first(&node.properties, name));
            flag.map_or(Sure::Yes, Sure::flag).can_be().then_some(Table::Default)
        };
        let by_default = default("DefaultRouteTablePropagation");
        let mut routing = Routing {
            associated: vec![default("DefaultRouteTableAssociation"); count],
            propagated: by_default.map_or_else(Vec::new, |table| (0..count).map(|one| (table, one)).collect()),
            written: Vec::new(),
            away: AWAY.iter().any(|ty| index.of_type(ty).any(|(_, node)| of_transit(all, id, &node.properties))),
        };
        let attachment = |properties: &Value| {
            let value = first(properties, "TransitGatewayAttachmentId")?;
            let crate::read::Target::Node(number) = index.target(value, ATTACHMENTS) else { return None };
            places.get(&number).filter(|(of, _)| *of == id).map(|(_, place)| *place)
        };
        let table = |properties: &Value| table(all, id, properties);
        for (_, node) in index.of_type("aws.ec2.TransitGatewayRouteTableAssociation") {
            if let (Some(one), Some(table)) = (attachment(&node.properties), table(&node.properties))
                && let Some(slot) = routing.associated.get_mut(one)
            {
                *slot = Some(table);
            }
        }
        for (_, node) in index.of_type("aws.ec2.TransitGatewayRouteTablePropagation") {
            routing.propagated.extend(table(&node.properties).zip(attachment(&node.properties)));
        }
        for (number, node) in index.of_type("aws.ec2.TransitGatewayRoute") {
            let range = first(&node.properties, "DestinationCidrBlock").and_then(address_range);
            let (Some(table), Some(range)) = (table(&node.properties), range) else { continue };
            let dead = first(&node.properties, "Blackhole").is_some_and(|flag| Sure::flag(flag) == Sure::Yes);
            let onward = match attachment(&node.properties) {
                _ if dead => TransitOnward::Nowhere,
                Some(one) => TransitOnward::Attachment(one),
                None => TransitOnward::Away,
            };
            routing.written.push((table, Addresses::range(&range), range.prefix_len(), onward, number));
        }
        routing
    }

    fn apply(self, all: &mut Topology<'_>, id: TransitId) {
        let mut tables: FxHashMap<Table, Vec<(Addresses, TransitOnward, Option<usize>)>> = FxHashMap::default();
        let mut used: Vec<Table> = self.associated.iter().flatten().copied().collect();
        used.dedup();
        for table in used {
            tables.entry(table).or_insert_with(|| self.ways(all, id, table));
        }
        let Some(transit) = all.transits.get_mut(id) else { return };
        for (attachment, table) in transit.attachments.iter_mut().zip(self.associated) {
            attachment.table = table;
        }
        transit.tables = tables;
    }

    /// The ways of a table: the longest prefix, and of two alike the one that is written.
    fn ways(&self, all: &Topology<'_>, id: TransitId, table: Table) -> Vec<(Addresses, TransitOnward, Option<usize>)> {
        let mut single: Vec<(u8, bool, Addresses, TransitOnward, Option<usize>)> = Vec::new();
        let written = self.written.iter().filter(|(of, ..)| *of == table);
        single.extend(
            written.map(|(_, range, length, onward, node)| (*length, false, range.clone(), *onward, Some(*node))),
        );
        let transit = all.transits.get(id);
        for (_, one) in self.propagated.iter().filter(|(of, _)| *of == table) {
            let network = transit.and_then(|transit| transit.attachments.get(*one)?.network);
            let Some(network) = network.and_then(|id| all.networks.get(id)) else { continue };
            let prefixes = network.ranges.prefixes();
            single.extend(prefixes.map(|(length, range)| (length, true, range, TransitOnward::Attachment(*one), None)));
        }
        if self.away {
            single.push((0, true, Addresses::private().clone(), TransitOnward::Away, None));
        }
        single.sort_by_key(|(length, propagated, _, _, node)| (std::cmp::Reverse(*length), *propagated, *node));
        let mut left = Addresses::all();
        let mut ways = Vec::new();
        for (_, _, range, onward, node) in single {
            let to = left.and(&range);
            left = left.without(&range);
            ways.extend((!to.is_empty()).then_some((to, onward, node)));
        }
        ways
    }
}

/// The table that properties name, if it is one of this transit gateway.
fn table(all: &Topology<'_>, id: TransitId, properties: &Value) -> Option<Table> {
    let value = first(properties, "TransitGatewayRouteTableId")?;
    let own = all.transits.get(id)?.key;
    match Key::of(all.index, value, &[TABLE], usize::MAX) {
        Key::Node(number) => {
            let node = all.index.node(number)?;
            of_transit(all, id, &node.properties).then_some(Table::Node(number))
        }
        // `hub.AssociationDefaultRouteTableId`
        Key::Made(number, _) if own == Key::Node(number) => Some(Table::Default),
        _ => None,
    }
}

/// Whether properties name this transit gateway.
fn of_transit(all: &Topology<'_>, id: TransitId, properties: &Value) -> bool {
    let Some(value) = first(properties, "TransitGatewayId") else { return false };
    all.transits.get(id).is_some_and(|transit| transit.key == Key::of(all.index, value, &[TRANSIT], usize::MAX))
}

impl Transit<'_> {
    /// Where packets go that come from an attached network.
    pub(crate) fn ways(&self, from: NetworkId) -> impl Iterator<Item = &(Addresses, TransitOnward, Option<usize>)> {
        let tables = self.attachments.iter().filter(move |one| one.network == Some(from)).filter_map(|one| one.table);
        tables.filter_map(|table| self.tables.get(&table)).flatten()
    }

    /// Whether a network is attached.
    pub(crate) fn holds(&self, network: NetworkId) -> bool {
        self.attachments.iter().any(|one| one.network == Some(network))
    }
}
