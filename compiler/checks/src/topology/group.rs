use std::sync::Arc;

use cloudc_base::value::{Later, Value};

use super::peer::{self, Peer};
use super::placement::Interface;
use super::{GroupId, Guard, Key, NetworkId, Sources, Topology, network, prefix};
use crate::read::{at, first, is_whole, number, text};
use crate::sets::{Addresses, Services};

pub(super) const GROUP: &str = "aws.ec2.SecurityGroup";

/// A security group: what it lets in and out; answers go through by themselves.
#[derive(Debug)]
pub(crate) struct Group<'g> {
    pub(crate) key: Key<'g>,
    pub(crate) network: Option<NetworkId>,
    /// Whether all its rules are in the program.
    pub(crate) known: bool,
    pub(crate) ingress: Vec<Rule>,
    pub(crate) egress: Vec<Rule>,
}

/// A rule of a security group.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) services: Services,
    pub(crate) peer: Peer,
    /// The node that holds it.
    pub(crate) node: usize,
    /// The property of the node that holds it, if that holds several; empty for a rule that is a node.
    pub(crate) property: &'static str,
}

/// A direction of packets, as a group sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Side {
    Ingress,
    Egress,
}

/// How each side is spelled.
struct Words {
    /// The property of a group that holds rules.
    inline: &'static str,
    /// The type of a rule that is a resource.
    apart: &'static str,
    group: &'static str,
    list: &'static str,
}

impl Side {
    fn words(self) -> Words {
        match self {
            Side::Ingress => Words {
                inline: "SecurityGroupIngress",
                apart: "aws.ec2.SecurityGroupIngress",
                group: "SourceSecurityGroupId",
                list: "SourcePrefixListId",
            },
            Side::Egress => Words {
                inline: "SecurityGroupEgress",
                apart: "aws.ec2.SecurityGroupEgress",
                group: "DestinationSecurityGroupId",
                list: "DestinationPrefixListId",
            },
        }
    }
}

impl Rule {
    /// How its addresses come about, if they are known later.
    pub(crate) fn later(&self) -> Option<&Arc<Later>> {
        match &self.peer {
            Peer::Addresses(sources) => sources.later.as_ref(),
            Peer::Group(_) => None,
        }
    }
}

impl Group<'_> {
    /// The rules of one side.
    pub(crate) fn rules(&self, side: Side) -> &[Rule] {
        match side {
            Side::Ingress => &self.ingress,
            Side::Egress => &self.egress,
        }
    }

    fn rules_mut(&mut self, side: Side) -> &mut Vec<Rule> {
        match side {
            Side::Ingress => &mut self.ingress,
            Side::Egress => &mut self.egress,
        }
    }
}

/// What stands before an interface of a network.
pub(super) fn guard<'g>(
    all: &mut Topology<'g>,
    owner: usize,
    interface: &Interface<'g>,
    network: Option<NetworkId>,
) -> Guard {
    let mut groups = Vec::new();
    for value in interface.groups.iter().flatten() {
        groups.push(named(all, value, owner));
    }
    if let Some((node, attribute)) = interface.made_group {
        groups.push(made(all, node, attribute, network));
    }
    match (groups.is_empty(), interface.open_without_groups) {
        (false, _) => Guard::Groups(groups),
        (true, true) => Guard::Open,
        (true, false) => match network.and_then(|id| all.networks.get(id)).and_then(|network| network.key.node()) {
            Some(vpc) => Guard::Groups(vec![made(all, vpc, "DefaultSecurityGroup", network)]),
            None => Guard::Unknown,
        },
    }
}

/// The group that a value refers to.
fn named<'g>(all: &mut Topology<'g>, value: &'g Value, asking: usize) -> GroupId {
    let key = Key::of(all.index, value, &[GROUP], asking);
    match key {
        Key::Made(node, attribute) => made(all, node, attribute, None),
        Key::Node(number) => {
            let known = all.index.node(number).is_some_and(is_whole);
            let network = network::referred(all, number, "VpcId");
            all.groups.find_or(key, value, |_| Group { key, network, known, ingress: Vec::new(), egress: Vec::new() })
        }
        _ => {
            let unknown = |_| Group { key, network: None, known: false, ingress: Vec::new(), egress: Vec::new() };
            all.groups.find_or(key, value, unknown)
        }
    }
}

/// A group that the cloud makes beside a node: its members reach one another, and everything from there.
///
/// Source: "Default security groups for your VPCs" in the guide to Amazon VPC, and "Amazon EKS security group requirements".
fn made<'g>(all: &mut Topology<'g>, node: usize, attribute: &'g str, network: Option<NetworkId>) -> GroupId {
    let key = Key::Made(node, attribute);
    if let Some(id) = all.groups.by_key(key) {
        return id;
    }
    let of_node = all.networks.by_key(Key::Node(node));
    let known = matches!(attribute, "DefaultSecurityGroup" | "ClusterSecurityGroupId" | "ClusterSecurityGroup");
    let network = network.or(of_node);
    let id = all.groups.put(key, Group { key, network, known, ingress: Vec::new(), egress: Vec::new() });
    if let Some(group) = all.groups.get_mut(id).filter(|_| known) {
        let rule = |peer| Rule { services: Services::all(), peer, node, property: "" };
        group.ingress.push(rule(Peer::Group(id)));
        group.egress.push(rule(Peer::Addresses(Sources { addresses: Addresses::all(), later: None })));
    }
    id
}

/// Finds the groups that nothing carries, and all rules.
pub(super) fn build(all: &mut Topology<'_>) {
    let index = all.index;
    for (number, node) in index.of_type(GROUP) {
        let network = network::referred(all, number, "VpcId");
        let key = Key::Node(number);
        if all.groups.by_key(key).is_none() {
            let known = is_whole(node);
            all.groups.put(key, Group { key, network, known, ingress: Vec::new(), egress: Vec::new() });
        }
        let Some(id) = all.groups.by_key(key) else { continue };
        for side in [Side::Ingress, Side::Egress] {
            inline(all, id, number, &node.properties, side);
        }
    }
    for side in [Side::Ingress, Side::Egress] {
        apart(all, side);
    }
}

/// The rules in a group's own properties. Without a rule for the way out, everything may leave; rules apart do not change
/// that. What is said of a group that is there already is a promise about it.
///
/// Source: "Remove default rule" in `AWS::EC2::SecurityGroup`.
fn inline<'g>(all: &mut Topology<'g>, id: GroupId, number: usize, properties: &'g Value, side: Side) {
    let words = side.words();
    let mut rules = Vec::new();
    for record in at(properties, words.inline) {
        rules.extend(rule(all, number, words.inline, record, side));
    }
    if side == Side::Egress && rules.is_empty() && at(properties, words.inline).is_empty() {
        let peer = Peer::Addresses(Sources { addresses: Addresses::all(), later: None });
        rules.push(Rule { services: Services::all(), peer, node: number, property: words.inline });
    }
    let Some(group) = all.groups.get_mut(id) else { return };
    let promised = first(properties, words.inline).is_some() && side == Side::Ingress;
    group.known |= promised;
    group.rules_mut(side).append(&mut rules);
}

/// The rules that are resources of their own.
fn apart(all: &mut Topology<'_>, side: Side) {
    let index = all.index;
    for (number, node) in index.of_type(side.words().apart) {
        let value = first(&node.properties, "GroupId").or_else(|| first(&node.properties, "GroupName"));
        let Some(id) = value.map(|value| named(all, value, number)) else { continue };
        let rule = rule(all, number, "", &node.properties, side);
        if let Some(group) = all.groups.get_mut(id) {
            group.rules_mut(side).extend(rule);
        }
    }
}

fn rule<'g>(
    all: &mut Topology<'g>,
    node: usize,
    property: &'static str,
    record: &'g Value,
    side: Side,
) -> Option<Rule> {
    let words = side.words();
    let services = services(record);
    let group = first(record, words.group).or_else(|| first(record, "SourceSecurityGroupName"));
    let peer = if let Some(group) = group {
        Peer::Group(named(all, group, node))
    } else if let Some(list) = first(record, words.list) {
        Peer::Addresses(prefix::sources(all, list))
    } else {
        let range = ["CidrIp", "CidrIpv6"].iter().find_map(|name| first(record, name));
        match (range, record) {
            (Some(range), _) => Peer::Addresses(peer::sources(all, range)),
            // The whole rule is known later.
            (None, Value::Later(_)) => Peer::Addresses(peer::sources(all, record)),
            (None, _) => return None,
        }
    };
    Some(Rule { services, peer, node, property })
}

/// The services that a rule is about; all where that is not known.
///
/// Source: `AWS::EC2::SecurityGroupIngress`: ports count for TCP, UDP and ICMP only, where they are type and code.
pub(crate) fn services(record: &Value) -> Services {
    let protocol = match first(record, "IpProtocol") {
        Some(Value::Int(number)) => u8::try_from(*number).ok(),
        Some(value) => text(value).and_then(Services::protocol_number),
        None => None,
    };
    let Some(protocol) = protocol else { return Services::all() };
    let part = |name: &str| first(record, name).and_then(number);
    let (from, to) = (part("FromPort"), part("ToPort"));
    if Services::is_icmp(protocol) {
        let of = |number: Option<i64>| number.and_then(|number| u8::try_from(number).ok());
        return Services::icmp(protocol, of(from), of(to));
    }
    match (Services::has_ports(protocol), from, to) {
        (true, Some(from), Some(to)) if from >= 0 && to >= 0 => {
            let port = |number: i64| u16::try_from(number).unwrap_or(u16::MAX);
            Services::ports(protocol, port(from), port(to))
        }
        _ => Services::protocol(protocol),
    }
}
