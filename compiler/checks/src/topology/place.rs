use cloudc_base::value::Value;
use cloudc_graph::{Graph, Reason};
use rustc_hash::FxHashMap;

use super::placement::{Door, Interface, Otherwise, interfaces, placements};
use super::public::Given;
use super::{AclId, GroupId, Key, NetworkId, SubnetId, TableId, Topology, group, subnet};
use crate::read::{Sure, address_range};
use crate::sets::Addresses;

/// Where packets of a resource begin and end: its interfaces in subnets that have one route table and one list.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The resource, by number.
    pub(crate) owner: usize,
    pub(crate) network: Option<NetworkId>,
    pub(crate) subnets: Vec<SubnetId>,
    pub(crate) table: Option<TableId>,
    pub(crate) acl: Option<AclId>,
    pub(crate) guard: Guard,
    /// Its addresses in the network, of both families.
    pub(crate) inner: Addresses,
    /// Whether it has a public address of IPv4, and what stands for it.
    pub(crate) public: Sure,
    pub(crate) outer: Addresses,
    /// Whether it has addresses of IPv6; if not, none are in `inner`.
    pub(crate) v6: Sure,
    /// Whether it takes packets that it did not ask for.
    pub(crate) takes: bool,
    /// Whether it sends on what is not meant for it.
    pub(crate) routes: Sure,
    /// Whether the model knows its type.
    pub(crate) known: bool,
    /// Whether it is one machine, not several that are alike.
    pub(crate) single: bool,
    /// A door to the internet beside the network.
    pub(crate) door: Option<&'static Door>,
}

/// What stands before an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Security groups.
    Groups(Vec<GroupId>),
    /// Nothing.
    Open,
    /// It is not known.
    Unknown,
}

impl Guard {
    /// The groups, if they are known.
    pub(crate) fn groups(&self) -> &[GroupId] {
        match self {
            Guard::Groups(groups) => groups,
            Guard::Open | Guard::Unknown => &[],
        }
    }
}

impl Place {
    /// Whether both are interfaces of one machine.
    pub(crate) fn is_same_machine(&self, other: &Place) -> bool {
        self.single && self.owner == other.owner
    }
}

/// Finds the places.
pub(super) fn build(all: &mut Topology<'_>, graph: &Graph) {
    let given = Given::read(all);
    let mut found: Vec<(usize, Vec<Interface<'_>>, bool)> = Vec::new();
    for (number, node) in graph.nodes().iter().enumerate() {
        if placements().interfaces.contains_key(&*node.ty) {
            found.push((number, interfaces(all.index, number), true));
        } else if is_somewhere(all, graph, number) {
            found.extend(guessed(all, graph, number).map(|one| (number, vec![one], false)));
        }
    }
    // An interface that is a resource of its own belongs to whoever takes it, too.
    let mut own: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (number, interfaces, _) in &found {
        let taken = interfaces.iter().filter_map(|one| all.index.node_of(one.is?, INTERFACE));
        taken.for_each(|interface| own.entry(interface).or_default().push(*number));
    }
    for (_, node) in all.index.of_type("aws.ec2.NetworkInterfaceAttachment") {
        for interface in all.index.referred(node, "NetworkInterfaceId", INTERFACE) {
            own.entry(interface).or_default().extend(all.index.referred(node, "InstanceId", "aws.ec2.Instance"));
        }
    }
    for (number, interfaces, known) in found {
        if interfaces.iter().all(|one| one.roams && one.subnets.is_empty() && one.groups.is_none())
            && !interfaces.is_empty()
        {
            all.roaming.push(number);
            continue;
        }
        for interface in interfaces.iter().filter(|one| one.is.is_none()) {
            add(all, number, interface, known, &given);
            for &holder in own.get(&number).into_iter().flatten() {
                add(all, holder, interface, known, &given.also(number));
            }
        }
    }
}

const INTERFACE: &str = "aws.ec2.NetworkInterface";

/// Adds the places of an interface: one for each pair of table and list that its subnets have.
fn add<'g>(all: &mut Topology<'g>, owner: usize, interface: &Interface<'g>, known: bool, given: &Given) {
    let subnets: Vec<SubnetId> = interface.subnets.iter().map(|value| subnet::named(all, value, owner)).collect();
    let mut classes: Vec<Place> = Vec::new();
    for id in subnets {
        let Some(subnet) = all.subnets.get(id) else { continue };
        let place = in_subnet(all, owner, interface, subnet, known, given);
        let same = |other: &&mut Place| {
            (other.network, other.table, other.acl, other.public, other.v6)
                == (place.network, place.table, place.acl, place.public, place.v6)
        };
        match classes.iter_mut().find(same) {
            Some(class) if !class.subnets.contains(&id) => {
                class.subnets.push(id);
                class.inner = class.inner.or(&place.inner);
            }
            Some(_) => {}
            None => classes.push(Place { subnets: vec![id], ..place }),
        }
    }
    if classes.is_empty() && (interface.groups.is_some() || interface.made_group.is_some()) {
        // It stands in a subnet that is not said: one of the account's default network, or unknown.
        classes.push(nowhere(all, owner, interface, known, given));
    }
    let network = classes.iter().find_map(|place| place.network);
    let guard = group::guard(all, owner, interface, network);
    for mut place in classes {
        if place.network.is_none() {
            place.network = guard.groups().iter().find_map(|id| all.groups.get(*id)?.network);
        }
        place.guard = guard.clone();
        all.places.add(place);
    }
}

fn in_subnet(
    all: &Topology<'_>,
    owner: usize,
    interface: &Interface<'_>,
    subnet: &subnet::Subnet<'_>,
    known: bool,
    given: &Given,
) -> Place {
    let fixed: Vec<_> = interface.addresses.iter().filter_map(|value| address_range(value)).collect();
    let ranges = match fixed.is_empty() {
        true => subnet.ranges.clone(),
        false => {
            let fixed = fixed.iter().fold(Addresses::none(), |all, range| all.or(&Addresses::range(range)));
            fixed.or(&subnet.ranges.only_v6())
        }
    };
    let v6 = match interface.v6 {
        _ if subnet.ranges.only_v6().is_empty() => Sure::No,
        Ok(sure) => sure,
        Err(Otherwise::Subnet) => subnet.gives_v6,
        Err(Otherwise::Yes) => Sure::Yes,
        Err(Otherwise::No) => Sure::No,
        Err(Otherwise::Gateway | Otherwise::Possible) => Sure::Perhaps,
    };
    let public = match interface.public {
        Ok(sure) => sure,
        Err(Otherwise::Subnet) => subnet.gives_public,
        Err(Otherwise::Gateway) => gateway(all, subnet.network),
        Err(Otherwise::Yes) => Sure::Yes,
        Err(Otherwise::No) => Sure::No,
        Err(Otherwise::Possible) => Sure::Perhaps,
    };
    let (public, outer) = given.to(owner, public);
    Place {
        owner,
        network: subnet.network,
        subnets: Vec::new(),
        table: subnet.table,
        acl: subnet.acl,
        guard: Guard::Unknown,
        inner: if v6.can_be() { ranges } else { ranges.only_v4() },
        public,
        outer,
        v6,
        takes: interface.takes,
        routes: routes(all, owner),
        known,
        single: interface.single,
        door: interface.door,
    }
}

/// A place in a subnet that nothing says.
fn nowhere(all: &Topology<'_>, owner: usize, interface: &Interface<'_>, known: bool, given: &Given) -> Place {
    let public = match interface.public {
        Ok(sure) => sure,
        Err(Otherwise::No) => Sure::No,
        Err(_) => Sure::Perhaps,
    };
    let (public, outer) = given.to(owner, public);
    Place {
        owner,
        network: None,
        subnets: Vec::new(),
        table: None,
        acl: None,
        guard: Guard::Unknown,
        inner: Addresses::private().clone(),
        public,
        outer,
        v6: Sure::No,
        takes: interface.takes,
        routes: routes(all, owner),
        known,
        single: interface.single,
        door: interface.door,
    }
}

fn gateway(all: &Topology<'_>, network: Option<NetworkId>) -> Sure {
    match network.and_then(|id| all.networks.get(id)) {
        Some(network) if network.known => Sure::of(!network.gateways.is_empty()),
        _ => Sure::Perhaps,
    }
}

/// Whether a resource sends on what is not meant for it: machines do so only if EC2 is told not to check.
fn routes(all: &Topology<'_>, owner: usize) -> Sure {
    let flag = all.index.node(owner).and_then(|node| crate::read::first(&node.properties, "SourceDestCheck"));
    match flag.map(Sure::flag) {
        Some(Sure::No) => Sure::Yes,
        Some(Sure::Perhaps) => Sure::Perhaps,
        Some(Sure::Yes) | None => Sure::No,
    }
}

/// Whether a node of a type that the table does not know refers to a subnet or a group, as something with interfaces does.
fn is_somewhere(all: &Topology<'_>, graph: &Graph, number: usize) -> bool {
    let Some(ty) = graph.node(number).map(|node| &*node.ty) else { return false };
    let excluded = !ty.starts_with("aws.") || placements().none.iter().any(|none| none == ty) || placements().lends(ty);
    !excluded && graph.needs(number).iter().any(|edge| stands(all, &edge.reason, edge.to))
}

/// Whether a reference is to where something stands, by the names of the property and of the type that it refers to.
fn stands(all: &Topology<'_>, reason: &Reason, to: usize) -> bool {
    let Reason::Property { property, .. } = reason else { return false };
    (all.index.is(to, subnet::SUBNET) && property.contains("ubnet"))
        || (all.index.is(to, group::GROUP) && (property.contains("Group") || property.contains("group")))
}

/// The interface of something whose type the table does not know: all subnets and groups that it names.
fn guessed<'g>(all: &Topology<'g>, _graph: &Graph, number: usize) -> Option<Interface<'g>> {
    let node = all.index.node(number)?;
    let mut subnets: Vec<&Value> = Vec::new();
    let mut groups: Vec<&Value> = Vec::new();
    let mut work: Vec<&'g Value> = vec![&node.properties];
    while let Some(value) = work.pop() {
        match value {
            Value::List(values) => work.extend(values.iter()),
            Value::Record(record) => work.extend(record.iter().map(|(_, value)| value)),
            Value::Later(_) => match Key::of(all.index, value, &[subnet::SUBNET, group::GROUP], number) {
                Key::Node(of) if all.index.is(of, subnet::SUBNET) => subnets.push(value),
                Key::Node(_) => groups.push(value),
                _ => {}
            },
            _ => {}
        }
    }
    Some(Interface {
        is: None,
        subnets,
        groups: (!groups.is_empty()).then_some(groups),
        open_without_groups: false,
        made_group: None,
        addresses: Vec::new(),
        public: Err(Otherwise::Possible),
        v6: Err(Otherwise::Possible),
        takes: true,
        single: false,
        roams: false,
        door: None,
    })
}
