use cloudc_base::value::Value;
use ipnet::IpNet;
use rustc_hash::FxHashMap;

use super::arena::Id;
use super::{AclId, Key, NetworkId, SubnetId, TableId, Topology, acl, network, stand_in, table};
use crate::read::{Sure, address_range, at, first, is_whole, text};
use crate::sets::Addresses;

pub(super) const SUBNET: &str = "aws.ec2.Subnet";

/// A subnet.
#[derive(Debug)]
pub(crate) struct Subnet<'g> {
    pub(crate) key: Key<'g>,
    pub(crate) network: Option<NetworkId>,
    /// Its addresses; those of its network where they are not known.
    pub(crate) ranges: Addresses,
    pub(crate) table: Option<TableId>,
    pub(crate) acl: Option<AclId>,
    /// Its availability zone, by name or id, if the program writes it.
    pub(crate) zone: Option<&'g str>,
    /// Whether what starts in it gets a public address, unless it says otherwise.
    pub(crate) gives_public: Sure,
    /// Whether what starts in it gets an address of IPv6, unless it says otherwise.
    pub(crate) gives_v6: Sure,
}

/// Which table and which list subnets are bound to, by node.
#[derive(Default)]
struct Bound {
    tables: FxHashMap<usize, TableId>,
    acls: FxHashMap<usize, AclId>,
    /// Ranges of IPv6 that are added apart.
    blocks: FxHashMap<usize, Vec<Option<IpNet>>>,
}

/// Finds the subnets.
pub(super) fn build(all: &mut Topology<'_>) {
    let index = all.index;
    let bound = Bound::read(all);
    for (number, node) in index.of_type(SUBNET) {
        let network = network::referred(all, number, "VpcId");
        let whole = is_whole(node);
        let table = bound.tables.get(&number).copied().or_else(|| implied(whole, network, |id| table::main(all, id)));
        let acl = bound.acls.get(&number).copied().or_else(|| implied(whole, network, |id| acl::default(all, id)));
        let flag = |name: &str| first(&node.properties, name).map(Sure::flag);
        let unsaid = if whole { Sure::No } else { Sure::Perhaps };
        let key = Key::Node(number);
        let ranges = ranges(all, number, network, bound.blocks.get(&number));
        let native = flag("Ipv6Native").unwrap_or(Sure::No);
        if let Some(network) = network.and_then(|id| all.networks.get_mut(id)) {
            network.ranges = network.ranges.or(&ranges.only_v6());
        }
        all.subnets.put(
            key,
            Subnet {
                key,
                network,
                ranges,
                table,
                acl,
                zone: ["AvailabilityZone", "AvailabilityZoneId"]
                    .iter()
                    .find_map(|name| text(first(&node.properties, name)?)),
                gives_public: flag("MapPublicIpOnLaunch").unwrap_or(unsaid),
                gives_v6: flag("AssignIpv6AddressOnCreation").unwrap_or(unsaid).max(native),
            },
        );
    }
}

/// What a subnet of ours has that is bound to nothing; of one that is not, nothing is known.
fn implied<T>(whole: bool, network: Option<NetworkId>, default: impl FnOnce(NetworkId) -> Option<T>) -> Option<T> {
    network.filter(|_| whole).and_then(default)
}

/// The subnet that a value refers to; one that is not in the program is added.
pub(super) fn named<'g>(all: &mut Topology<'g>, value: &'g Value, asking: usize) -> SubnetId {
    let key = Key::of(all.index, value, &[SUBNET], asking);
    all.subnets.find_or(key, value, |_| Subnet {
        key,
        network: None,
        ranges: Addresses::private().clone(),
        table: None,
        acl: None,
        zone: None,
        gives_public: Sure::Perhaps,
        gives_v6: Sure::Perhaps,
    })
}

fn ranges(
    all: &Topology<'_>,
    number: usize,
    network: Option<NetworkId>,
    blocks: Option<&Vec<Option<IpNet>>>,
) -> Addresses {
    let Some(node) = all.index.node(number) else { return Addresses::none() };
    let of_network = network.and_then(|id| all.networks.get(id));
    let whole = of_network.map_or_else(|| Addresses::private().clone(), |network| network.ranges.clone());
    let v4 = match first(&node.properties, "CidrBlock") {
        Some(value) => address_range(value).map_or_else(|| whole.only_v4(), |range| Addresses::range(&range)),
        None if first(&node.properties, "Ipv6Native").is_some_and(|flag| Sure::flag(flag) == Sure::Yes) => {
            Addresses::none()
        }
        None => whole.only_v4(),
    };
    let own = at(&node.properties, "Ipv6CidrBlock").into_iter().map(address_range);
    let later = first(&node.properties, "Ipv6IpamPoolId").or_else(|| first(&node.properties, "Ipv6NetmaskLength"));
    let given = own.chain(blocks.into_iter().flatten().copied()).chain(later.map(|_| None));
    let stand_in = stand_in::subnet_block(network.map_or(0xFFFF_FFFF, Id::number), number);
    given.fold(v4, |all, range| all.or(&Addresses::range(&range.unwrap_or(IpNet::V6(stand_in)))))
}

impl Bound {
    fn read(all: &mut Topology<'_>) -> Bound {
        let index = all.index;
        let mut bound = Bound::default();
        for (number, node) in index.of_type("aws.ec2.SubnetRouteTableAssociation") {
            let subnet = index.referred(node, "SubnetId", SUBNET).first().copied();
            if let (Some(subnet), Some(value)) = (subnet, first(&node.properties, "RouteTableId")) {
                let table = table::named(all, value, number);
                bound.tables.entry(subnet).or_insert(table);
            }
        }
        for (number, node) in index.of_type("aws.ec2.SubnetNetworkAclAssociation") {
            let subnet = index.referred(node, "SubnetId", SUBNET).first().copied();
            if let (Some(subnet), Some(value)) = (subnet, first(&node.properties, "NetworkAclId")) {
                let acl = acl::named(all, value, number);
                bound.acls.entry(subnet).or_insert(acl);
            }
        }
        for (_, node) in index.of_type("aws.ec2.SubnetCidrBlock") {
            let range = first(&node.properties, "Ipv6CidrBlock").and_then(address_range);
            for subnet in index.referred(node, "SubnetId", SUBNET) {
                bound.blocks.entry(subnet).or_default().push(range);
            }
        }
        bound
    }
}
