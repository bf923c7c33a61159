use cloudc_base::value::Value;
use ipnet::IpNet;

use super::arena::Id;
use super::{AclId, Key, NetworkId, TableId, Topology, stand_in};
use crate::read::{Sure, address_range, at, first, is_whole};
use crate::sets::Addresses;

pub(crate) const VPC: &str = "aws.ec2.VPC";
const BLOCK: &str = "aws.ec2.VPCCidrBlock";
const ATTACHMENT: &str = "aws.ec2.VPCGatewayAttachment";

/// A network (VPC).
#[derive(Debug)]
pub(crate) struct Network<'g> {
    pub(crate) key: Key<'g>,
    /// Its addresses; the private ranges where they are not known.
    pub(crate) ranges: Addresses,
    pub(crate) ranges_known: bool,
    /// What its range is written as, if that is known later.
    pub(crate) written: Option<&'g Value>,
    /// Whether everything that is attached to it is in the program.
    pub(crate) known: bool,
    /// Internet gateways, each with the node that attaches it.
    pub(crate) gateways: Vec<(Key<'g>, usize)>,
    /// Attachments of gateways to networks on premises.
    pub(crate) private_gateways: Vec<usize>,
    /// The table of subnets without one.
    pub(crate) main: Option<TableId>,
    /// The list of subnets without one.
    pub(crate) default_acl: Option<AclId>,
}

impl<'g> Network<'g> {
    /// A network of which nothing is known.
    fn unknown(key: Key<'g>) -> Network<'g> {
        Network {
            key,
            ranges: Addresses::private().clone(),
            ranges_known: false,
            written: None,
            known: false,
            gateways: Vec::new(),
            private_gateways: Vec::new(),
            main: None,
            default_acl: None,
        }
    }
}

/// Finds the networks, and what is attached to them.
pub(super) fn build(all: &mut Topology<'_>) {
    let index = all.index;
    for (number, node) in index.of_type(VPC) {
        let key = Key::Node(number);
        let written = first(&node.properties, "CidrBlock");
        let mut network = Network { known: is_whole(node), ..Network::unknown(key) };
        match written.and_then(address_range) {
            Some(range) => {
                network.ranges = Addresses::range(&range);
                network.ranges_known = true;
            }
            None => network.written = written.filter(|value| matches!(value, Value::Later(_))),
        }
        all.networks.put(key, network);
    }
    blocks(all);
    attachments(all);
}

/// The network that a property of a node refers to; one that is not in the program is added.
pub(super) fn referred<'g>(all: &mut Topology<'g>, number: usize, path: &str) -> Option<NetworkId> {
    let value = first(&all.index.node(number)?.properties, path)?;
    let key = Key::of(all.index, value, &[VPC], number);
    Some(all.networks.find_or(key, value, |_| Network::unknown(key)))
}

/// Further ranges.
fn blocks(all: &mut Topology<'_>) {
    let index = all.index;
    for (number, node) in index.of_type(BLOCK) {
        let Some(id) = referred(all, number, "VpcId") else { continue };
        let written = ["CidrBlock", "Ipv6CidrBlock"].iter().filter_map(|name| first(&node.properties, name));
        let mut ranges: Vec<IpNet> = written.filter_map(address_range).collect();
        let given =
            at(&node.properties, "AmazonProvidedIpv6CidrBlock").into_iter().any(|flag| Sure::flag(flag).can_be());
        if given || first(&node.properties, "Ipv6IpamPoolId").is_some() {
            ranges.push(IpNet::V6(stand_in::network_block(id.number())));
        }
        if let Some(network) = all.networks.get_mut(id) {
            network.ranges = ranges.iter().fold(network.ranges.clone(), |all, range| all.or(&Addresses::range(range)));
        }
    }
}

fn attachments(all: &mut Topology<'_>) {
    let index = all.index;
    for (number, node) in index.of_type(ATTACHMENT) {
        let Some(id) = referred(all, number, "VpcId") else { continue };
        let Some(network) = all.networks.get_mut(id) else { continue };
        if let Some(value) = first(&node.properties, "InternetGatewayId") {
            network.gateways.push((Key::of(index, value, &["aws.ec2.InternetGateway"], number), number));
        }
        if first(&node.properties, "VpnGatewayId").is_some() {
            network.private_gateways.push(number);
        }
    }
}
