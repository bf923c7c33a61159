use cloudc_base::value::Value;

use super::{AclId, Key, NetworkId, Topology, network, peer};
use crate::read::{Sure, address_range, at, first, is_whole, number, text};
use crate::sets::{Addresses, Flow, Region, Services};

const ACL: &str = "aws.ec2.NetworkAcl";
const ENTRY: &str = "aws.ec2.NetworkAclEntry";

/// A network ACL: what it lets into subnets and out of them, answers not included.
#[derive(Debug)]
pub(crate) struct Acl<'g> {
    pub(crate) key: Key<'g>,
    /// Whether all its entries are in the program.
    pub(crate) known: bool,
    pub(crate) ingress: Region,
    pub(crate) egress: Region,
    /// Its entries in the order in which they count.
    pub(crate) entries: Vec<Entry>,
    /// Whether AWS made it: it ends with entries that let everything through.
    open: bool,
}

/// An entry of a list.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) number: i64,
    pub(crate) node: usize,
    pub(crate) egress: bool,
    pub(crate) allows: bool,
    pub(crate) services: Services,
    pub(crate) addresses: Addresses,
}

/// The number of the entry of a default list that lets everything through; its last one refuses.
/// Source: "Default network ACL" in the guide to Amazon VPC.
const OPEN: i64 = 100;

/// Finds the lists, and the default list of each network.
pub(super) fn build(all: &mut Topology<'_>) {
    let index = all.index;
    for (number, node) in index.of_type(ACL) {
        let _network = network::referred(all, number, "VpcId");
        let key = Key::Node(number);
        all.acls.put(key, Acl::new(key, is_whole(node), false));
    }
    for id in all.networks.ids().collect::<Vec<NetworkId>>() {
        default(all, id);
    }
    for (entry, node) in index.of_type(ENTRY) {
        let Some(value) = first(&node.properties, "NetworkAclId") else { continue };
        let key = Key::of(index, value, &[ACL], entry);
        let id = all.acls.find_or(key, value, |_| Acl::new(key, false, true));
        if let (Some(read), Some(acl)) = (Entry::read(entry, &node.properties), all.acls.get_mut(id)) {
            acl.entries.push(read);
        }
    }
    for id in all.acls.ids() {
        if let Some(acl) = all.acls.get_mut(id) {
            acl.compute();
        }
    }
}

/// The list of subnets of a network that have none.
pub(super) fn default(all: &mut Topology<'_>, id: NetworkId) -> Option<AclId> {
    let network = all.networks.get_mut(id)?;
    if network.default_acl.is_some() {
        return network.default_acl;
    }
    let known = network.known;
    let acl = match network.key {
        Key::Node(number) => {
            let key = Key::Made(number, "DefaultNetworkAcl");
            all.acls.put(key, Acl::new(key, known, true).computed())
        }
        other => all.acls.add(Acl::new(other, known, true).computed()),
    };
    network.default_acl = Some(acl);
    Some(acl)
}

/// The list that a property of a node names.
pub(super) fn named<'g>(all: &mut Topology<'g>, value: &'g Value, asking: usize) -> AclId {
    let key = Key::of(all.index, value, &[ACL], asking);
    all.acls.find_or(key, value, |_| Acl::new(key, false, true).computed())
}

impl<'g> Acl<'g> {
    fn new(key: Key<'g>, known: bool, open: bool) -> Acl<'g> {
        Acl { key, known, ingress: Region::none(), egress: Region::none(), entries: Vec::new(), open }
    }

    fn computed(mut self) -> Acl<'g> {
        self.compute();
        self
    }

    fn compute(&mut self) {
        self.entries.sort_by_key(|entry| (entry.number, entry.node));
        self.ingress = self.side(false);
        self.egress = self.side(true);
    }

    /// What entries of one side let through: of those that are about a packet the first decides.
    fn side(&self, egress: bool) -> Region {
        let (mut through, mut left) = (Region::none(), Region::all());
        for entry in self.entries.iter().filter(|entry| entry.egress == egress && (!self.open || entry.number < OPEN)) {
            let matched = left.and(&Region::of(&entry.services, &entry.addresses));
            if entry.allows {
                through = through.or(&matched);
            }
            left = left.without(&matched);
        }
        if self.open { through.or(&left) } else { through }
    }

    /// What one side lets through.
    pub(crate) fn lets(&self, egress: bool) -> &Region {
        if egress { &self.egress } else { &self.ingress }
    }

    /// The node of the first entry that lets something of a flow through.
    pub(crate) fn entry_for(&self, egress: bool, flow: &Flow) -> Option<usize> {
        self.entries.iter().find(|entry| entry.allows && entry.meets(egress, flow)).map(|entry| entry.node)
    }

    /// The first entry that refuses something of a flow.
    pub(crate) fn refusing(&self, egress: bool, flow: &Flow) -> Option<&Entry> {
        self.entries.iter().find(|entry| !entry.allows && entry.meets(egress, flow))
    }

    /// Whether it lets everything through.
    pub(crate) fn is_open(&self) -> bool {
        self.open && self.entries.is_empty()
    }
}

impl Entry {
    /// Whether it is about something of a flow.
    fn meets(&self, egress: bool, flow: &Flow) -> bool {
        let region = Region::of(&self.services, &self.addresses);
        let met = if egress { flow.to_within(&region) } else { flow.from_within(&region) };
        self.egress == egress && !met.is_empty()
    }

    fn read(node: usize, properties: &Value) -> Option<Entry> {
        let value = |path: &str| first(properties, path);
        let allows = value("RuleAction").and_then(text).is_none_or(|action| action.eq_ignore_ascii_case("allow"));
        let ranges: Vec<&Value> = ["CidrBlock", "Ipv6CidrBlock"].iter().flat_map(|name| at(properties, name)).collect();
        let addresses = ranges.iter().fold(Addresses::none(), |all, value| {
            all.or(&match address_range(value) {
                Some(range) => Addresses::range(&range),
                // What is refused to somebody is refused to nobody whom we know.
                None if allows => peer::later_addresses(value),
                None => Addresses::none(),
            })
        });
        Some(Entry {
            number: value("RuleNumber").and_then(number)?,
            node,
            egress: value("Egress").is_some_and(|flag| Sure::flag(flag) == Sure::Yes),
            allows,
            services: services(properties),
            addresses,
        })
    }
}

/// The services that an entry is about; all where that is not known.
fn services(properties: &Value) -> Services {
    let part = |path: &str| first(properties, path).and_then(number);
    let protocol = match first(properties, "Protocol") {
        Some(Value::Int(number)) => u8::try_from(*number).ok(),
        Some(Value::Text(name)) => Services::protocol_number(name),
        _ => None,
    };
    let Some(protocol) = protocol else { return Services::all() };
    if Services::is_icmp(protocol) {
        let of = |path: &str| part(path).and_then(|number| u8::try_from(number).ok());
        return Services::icmp(protocol, of("Icmp.Type"), of("Icmp.Code"));
    }
    match (Services::has_ports(protocol), part("PortRange.From"), part("PortRange.To")) {
        (true, Some(first), Some(last)) => {
            let port = |number: i64| u16::try_from(number.max(0)).unwrap_or(u16::MAX);
            Services::ports(protocol, port(first), port(last))
        }
        _ => Services::protocol(protocol),
    }
}
