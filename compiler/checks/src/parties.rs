//! Who the words of a sentence stand for in the network.

use std::borrow::Cow;
use std::sync::Arc;

use cloudc_base::Address;
use cloudc_base::value::{Later, Record, Value};
use cloudc_graph::{Graph, Instance, Party};
use ipnet::IpNet;

use crate::read::Sure;
use crate::sets::Addresses;
use crate::topology::{GroupId, Guard, Key, Place, PlaceId, Topology, stand_in};
use crate::ways::End;

/// Where packets of a party start or end.
#[derive(Debug, Default)]
pub(crate) struct Ends<'t> {
    pub(crate) ends: Vec<End<'t>>,
    /// Things that no interface is known of, and that are not known to have none.
    pub(crate) unknown: Vec<Address>,
    /// Addresses that are known later.
    pub(crate) later: Vec<Arc<Later>>,
}

/// Finds who parties are.
pub(crate) struct Parties<'t, 'g> {
    pub(crate) graph: &'g Graph,
    pub(crate) all: &'t Topology<'g>,
}

impl<'t, 'g> Parties<'t, 'g> {
    /// Where packets of a party start or end.
    pub(crate) fn ends(&self, party: &Party) -> Ends<'t> {
        let mut ends = Ends::default();
        match party {
            Party::Thing(address) => self.thing(address, &mut ends),
            Party::Cidr(range) => self.range(&Addresses::range(range), &mut ends),
            Party::Ip(address) => self.range(&Addresses::range(&IpNet::from(*address)), &mut ends),
            Party::Later(later) => {
                ends.later.push(Arc::clone(later));
                let sources = self.all.sources(&Value::Later(Arc::clone(later)));
                self.range(&sources, &mut ends);
            }
            Party::Internet | Party::Anyone => {
                ends.ends.push(End::Outside(Addresses::internet().without(&self.all.own_addresses())));
            }
            Party::Any(noun) => self.things_of(noun).iter().for_each(|address| self.thing(address, &mut ends)),
        }
        ends
    }

    /// Everything of a noun or of a type.
    pub(crate) fn things_of(&self, noun: &str) -> Vec<Address> {
        let named = |instance: &&Instance| &*instance.noun == noun || instance.noun.ends_with(&format!(".{noun}"));
        let instances = self.graph.instances().iter().filter(named).map(|instance| instance.address.clone());
        let nodes = self.all.index.of_type(noun).map(|(_, node)| node.address.clone());
        instances.chain(nodes).collect()
    }

    fn thing(&self, address: &Address, ends: &mut Ends<'t>) {
        if let Some(number) = self.graph.number(address) {
            return self.node(number, ends);
        }
        let Some(instance) = self.graph.instance(address) else { return };
        let endpoint = instance.words.iter().find(|(word, _)| &**word == "endpoint");
        match endpoint {
            Some((_, Value::Record(endpoint))) => self.endpoint(instance, endpoint, ends),
            _ => self.inside(instance, ends),
        }
    }

    /// What stands behind an instance's endpoint: what it names, and if it is shared everything that carries its group.
    fn endpoint(&self, instance: &Instance, endpoint: &Record, ends: &mut Ends<'t>) {
        let handles = handles(endpoint.get("at").unwrap_or(&Value::Null));
        let shared = endpoint.get("shared") == Some(&Value::Bool(true));
        let before = (ends.ends.len(), ends.unknown.len());
        for handle in handles.iter().filter(|handle| **handle != instance.address) {
            self.thing(handle, ends);
        }
        let group = endpoint.get("group").filter(|group| **group != Value::Null).and_then(|group| self.group(group));
        if let Some(group) = group.filter(|_| shared || before.0 == ends.ends.len()) {
            ends.unknown.truncate(before.1);
            ends.ends.extend(self.carrying(group));
        }
        if handles.is_empty() && before == (ends.ends.len(), ends.unknown.len()) {
            self.inside(instance, ends);
        }
    }

    /// The group that a handle or an id means.
    fn group(&self, group: &Value) -> Option<GroupId> {
        let key = match group {
            Value::Handle(address) => Key::Node(self.graph.number(address)?),
            Value::Later(later) => {
                let (of, path) = crate::read::attribute_of(later)?;
                let number = self.graph.number(of)?;
                let known = self.all.groups.by_key(Key::Node(number)).map(|_| Key::Node(number));
                known.or_else(|| self.made(number, path))?
            }
            _ => return None,
        };
        self.all.groups.by_key(key)
    }

    /// The places that carry a group; if there are none, somebody whom the program does not say.
    fn carrying(&self, id: GroupId) -> Vec<End<'t>> {
        let places = self.places(|place| place.guard.groups().contains(&id));
        if !places.is_empty() {
            return places;
        }
        let Some(group) = self.all.groups.get(id) else { return Vec::new() };
        let network = group.network.and_then(|id| self.all.networks.get(id));
        let owner = group.key.node().unwrap_or(usize::MAX);
        let inner = network.map_or_else(|| Addresses::private().clone(), |network| network.ranges.clone());
        let somebody = Place {
            owner,
            network: group.network,
            subnets: Vec::new(),
            table: None,
            acl: None,
            guard: Guard::Groups(vec![id]),
            v6: if inner.only_v6().is_empty() { Sure::No } else { Sure::Perhaps },
            inner,
            public: Sure::Perhaps,
            outer: stand_in::public(owner),
            takes: true,
            routes: Sure::No,
            known: true,
            single: false,
            door: None,
        };
        vec![End::Place(Cow::Owned(somebody), None)]
    }

    /// The key of a group that the cloud makes beside a node.
    fn made(&self, number: usize, path: &str) -> Option<Key<'g>> {
        let mut keys = self.all.groups.iter().map(|(_, group)| group.key);
        keys.find(|key| matches!(key, Key::Made(node, attribute) if *node == number && *attribute == path))
    }

    /// Everything inside of an instance that has places of its own.
    fn inside(&self, instance: &Instance, ends: &mut Ends<'t>) {
        let mut found = Ends::default();
        for number in self.graph.below(&instance.address) {
            self.node(number, &mut found);
        }
        ends.ends.append(&mut found.ends);
        if ends.ends.is_empty() {
            ends.unknown.push(instance.address.clone());
        }
    }

    fn node(&self, number: usize, ends: &mut Ends<'t>) {
        let Some(node) = self.graph.node(number) else { return };
        let before = ends.ends.len();
        let key = Key::Node(number);
        if let Some(id) = self.all.groups.by_key(key) {
            ends.ends.extend(self.carrying(id));
            return;
        }
        if let Some(id) = self.all.subnets.by_key(key) {
            ends.ends.extend(self.places(|place| place.subnets.contains(&id)));
            return;
        }
        if let Some(id) = self.all.networks.by_key(key) {
            ends.ends.extend(self.places(|place| place.network == Some(id)));
            return;
        }
        ends.ends.extend(self.places(|place| place.owner == number));
        if self.all.roaming.contains(&number) {
            ends.ends.push(End::Roaming(number));
        }
        if before == ends.ends.len() {
            ends.unknown.push(node.address.clone());
        }
    }

    fn places(&self, is: impl Fn(&Place) -> bool) -> Vec<End<'t>> {
        self.all.places.iter().filter(|(_, place)| is(place)).map(end).collect()
    }

    /// A range: the part outside, and what of the program's networks lies in it, whoever stands there.
    fn range(&self, range: &Addresses, ends: &mut Ends<'t>) {
        let outside = range.without(&self.all.own_addresses());
        if !outside.is_empty() {
            ends.ends.push(End::Outside(outside));
        }
        for (_, place) in self.all.places.iter().filter(|(_, place)| place.inner.meets(range)) {
            let inner = place.inner.and(range);
            ends.ends.push(End::Place(Cow::Owned(Place { inner, ..place.clone() }), self.number_of(place)));
        }
        for (id, subnet) in self.all.subnets.iter().filter(|(_, subnet)| subnet.ranges.meets(range)) {
            let Some(owner) = subnet.key.node() else { continue };
            let anybody = Place {
                owner,
                network: subnet.network,
                subnets: vec![id],
                table: subnet.table,
                acl: subnet.acl,
                guard: Guard::Open,
                inner: subnet.ranges.and(range),
                public: Sure::No,
                outer: Addresses::none(),
                v6: Sure::of(!subnet.ranges.only_v6().is_empty()),
                takes: true,
                routes: Sure::No,
                known: true,
                single: false,
                door: None,
            };
            ends.ends.push(End::Place(Cow::Owned(anybody), None));
        }
    }

    fn number_of(&self, place: &Place) -> Option<PlaceId> {
        self.all.places.iter().find(|(_, known)| std::ptr::eq(*known, place)).map(|(id, _)| id)
    }
}

fn end<'t>((id, place): (PlaceId, &'t Place)) -> End<'t> {
    End::Place(Cow::Borrowed(place), Some(id))
}

/// The handles in a value.
pub(crate) fn handles(value: &Value) -> Vec<Address> {
    match value {
        Value::Handle(address) => vec![address.clone()],
        Value::List(values) => values.iter().flat_map(handles).collect(),
        Value::Record(record) => record.iter().flat_map(|(_, value)| handles(value)).collect(),
        _ => Vec::new(),
    }
}
