//! What becomes one box: a use of a noun with everything in it, or resources outside of nouns.

use std::collections::BTreeSet;

use cloudc_base::Address;
use rustc_hash::FxHashMap;

use crate::{Graph, Instance, Party};

/// A box to be.
#[derive(Debug)]
pub(super) struct Unit<'g> {
    /// The instance, or the resource; of resources in a loop the name without keys.
    pub(super) address: Address,
    pub(super) instance: Option<&'g Instance>,
    /// The numbers of its nodes.
    pub(super) nodes: Vec<usize>,
    /// The innermost open instance that it stands in.
    pub(super) group: Option<usize>,
    /// Whether a sentence names it.
    pub(super) named: bool,
}

/// All boxes to be, and the instances that are shown with what is in them.
#[derive(Debug)]
pub(super) struct Units<'g> {
    pub(super) all: Vec<Unit<'g>>,
    /// The unit of each node.
    pub(super) of_node: Vec<usize>,
    /// The open instances, by address.
    pub(super) groups: Vec<&'g Instance>,
    by_address: FxHashMap<Address, usize>,
}

impl<'g> Units<'g> {
    /// The units of a graph.
    ///
    /// An instance is open, that is shown with what is in it, if a sentence is about an instance in it, or if it holds
    /// another that is a network or a cluster.
    pub(super) fn of(graph: &'g Graph) -> Units<'g> {
        let open = open(graph);
        let groups: Vec<&Instance> = graph.instances().iter().filter(|it| open.contains(&it.address)).collect();
        let mut units = Units { all: Vec::new(), of_node: Vec::new(), groups, by_address: FxHashMap::default() };
        let named = parties(graph);
        for instance in graph.instances() {
            if units.closed(graph, &instance.address).is_some_and(|outer| outer.address == instance.address) {
                units.unit(&instance.address, Some(instance), named.contains(&instance.address));
            }
        }
        for (number, node) in graph.nodes().iter().enumerate() {
            let unit = match node.address.parent().and_then(|above| units.closed(graph, above)) {
                Some(instance) => units.unit(&instance.address, Some(instance), false),
                None if named.contains(&node.address) => units.unit(&node.address, None, true),
                None => units.unit(&without_keys(&node.address), None, false),
            };
            units.of_node.push(unit);
            if let Some(unit) = units.all.get_mut(unit) {
                unit.nodes.push(number);
            }
        }
        units
    }

    /// The unit that an address belongs to: its own, or that of what holds it.
    pub(super) fn find(&self, graph: &Graph, address: &Address) -> Option<usize> {
        if let Some(number) = graph.number(address) {
            return self.of_node.get(number).copied();
        }
        std::iter::successors(Some(address), |address| address.parent())
            .find_map(|address| self.by_address.get(address).copied())
    }

    /// The place of an open instance.
    pub(super) fn group(&self, address: &Address) -> Option<usize> {
        self.groups.binary_search_by(|group| group.address.cmp(address)).ok()
    }

    /// The innermost open instance around an address; not the one at the address itself.
    pub(super) fn group_around(&self, address: &Address) -> Option<usize> {
        std::iter::successors(address.parent(), |address| address.parent()).find_map(|address| self.group(address))
    }

    /// The outermost instance that is not open and holds an address, or stands there.
    fn closed(&self, graph: &'g Graph, address: &Address) -> Option<&'g Instance> {
        let mut found = None;
        for address in std::iter::successors(Some(address), |address| address.parent()) {
            if let Some(instance) = graph.instance(address) {
                if self.group(address).is_some() {
                    break;
                }
                found = Some(instance);
            }
        }
        found
    }

    fn unit(&mut self, address: &Address, instance: Option<&'g Instance>, named: bool) -> usize {
        if let Some(&known) = self.by_address.get(address) {
            return known;
        }
        let place = self.all.len();
        let group = self.group_around(address);
        self.all.push(Unit { address: address.clone(), instance, nodes: Vec::new(), group, named });
        self.by_address.insert(address.clone(), place);
        place
    }
}

/// The addresses of the instances that are shown with what is in them.
fn open(graph: &Graph) -> BTreeSet<Address> {
    let mut inner: BTreeSet<&Address> = BTreeSet::new();
    let networks = graph.nodes().iter().filter(|node| &*node.ty == super::bounds::NETWORK);
    inner.extend(networks.filter_map(|node| graph.holder(&node.address)).map(|instance| &instance.address));
    let clusters = graph.nodes().iter().filter_map(|node| node.on.as_ref());
    let things = parties(graph).into_iter().chain(clusters);
    inner.extend(things.filter_map(|thing| {
        let own = graph.instance(thing);
        own.or_else(|| graph.holder(thing)).map(|instance| &instance.address)
    }));
    let above =
        |address: &&Address| std::iter::successors(address.parent().cloned(), |address| address.parent().cloned());
    inner.iter().flat_map(above).filter(|address| graph.instance(address).is_some()).collect()
}

/// What sentences are about.
fn parties(graph: &Graph) -> BTreeSet<&Address> {
    let all = graph.relations().iter().flat_map(|it| it.subjects.iter().chain(&it.objects).chain(&it.except));
    all.filter_map(|party| if let Party::Thing(address) = party { Some(address) } else { None }).collect()
}

fn without_keys(address: &Address) -> Address {
    match (address.parent(), address.last()) {
        (Some(parent), Some(step)) => parent.child(step.name.clone()),
        _ => address.clone(),
    }
}
