//! What is applied, one after the other.
//!
//! A step is a file or a chart. The namespaces of a cluster are one, so are its definitions of kinds, each chart and each
//! component: a use of a noun in the root file with all that is in it, or a resource that the root file declares itself.
//! Components come as the graph orders them; one whose parts wait for another that waits for it is cut in two or more.

use std::collections::{BTreeMap, BTreeSet};

use cloudc_base::Address;

use super::name::{dashed, text};
use super::program::{Part, Program};
use crate::ids::steps as steps_of;

/// Something that is applied at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) cluster: Address,
    /// What it is called; of several on a cluster some may be called the same.
    pub(super) name: String,
    pub(super) part: Part,
    /// The numbers of its nodes, in the order of the graph.
    pub(super) nodes: Vec<usize>,
}

/// What is kept together: the cluster, a rank, and the component.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Unit {
    rank: u8,
    cluster: Address,
    component: Address,
}

/// All steps of all clusters, each after what it needs.
pub(super) fn steps(program: &Program<'_>) -> Vec<Step> {
    let mut work = Work::new(program);
    let mut steps = Vec::new();
    while let Some((unit, nodes)) = work.following() {
        steps.extend(step(program, &unit, nodes));
    }
    steps
}

fn unit(program: &Program<'_>, number: usize) -> Unit {
    let Some(node) = program.graph().node(number) else {
        return Unit { rank: 0, cluster: Address::root(), component: Address::root() };
    };
    let cluster = node.on.clone().unwrap_or_default();
    match program.part(node) {
        Part::Elsewhere => Unit { rank: 0, cluster: Address::root(), component: node.address.clone() },
        Part::Namespace => Unit { rank: 1, cluster, component: Address::root() },
        Part::Definition => Unit { rank: 2, cluster, component: Address::root() },
        Part::Chart => Unit { rank: 3, cluster, component: node.address.clone() },
        Part::Object => Unit { rank: 3, cluster, component: component(&node.address) },
    }
}

/// The first step of an address.
fn component(address: &Address) -> Address {
    match steps_of(address).first() {
        Some(step) => Address::root().keyed(step.name.clone(), step.keys.clone()),
        None => Address::root(),
    }
}

fn step(program: &Program<'_>, unit: &Unit, nodes: Vec<usize>) -> Option<Step> {
    let first = program.graph().node(*nodes.first()?)?;
    let part = program.part(first);
    let name = match part {
        Part::Elsewhere => return None,
        Part::Namespace => "namespaces".to_owned(),
        Part::Definition => "definitions".to_owned(),
        Part::Chart => text(&first.properties, &["name"]).map_or_else(|| dashed(&unit.component), str::to_owned),
        Part::Object => dashed(&unit.component),
    };
    Some(Step { cluster: unit.cluster.clone(), name, part, nodes })
}

/// What is placed, and what waits.
struct Work<'p> {
    program: &'p Program<'p>,
    units: Vec<Unit>,
    /// The unit of each node, and its place in the graph's order.
    unit_of: Vec<usize>,
    place_of: Vec<usize>,
    placed: Vec<bool>,
    members: Vec<Vec<usize>>,
    /// How many things a node still waits for, and how many of others a unit does.
    node_waits: Vec<usize>,
    unit_waits: Vec<usize>,
    ready: BTreeSet<usize>,
    /// Nodes that wait for nothing: their unit and their place.
    free: BTreeSet<(usize, usize)>,
}

impl<'p> Work<'p> {
    fn new(program: &'p Program<'p>) -> Work<'p> {
        let graph = program.graph();
        let count = graph.nodes().len();
        let all: Vec<Unit> = (0..count).map(|number| unit(program, number)).collect();
        let mut known: BTreeMap<&Unit, usize> = all.iter().map(|unit| (unit, 0)).collect();
        known.values_mut().enumerate().for_each(|(index, value)| *value = index);
        let unit_of: Vec<usize> = all.iter().map(|unit| known.get(unit).copied().unwrap_or_default()).collect();
        let units: Vec<Unit> = known.into_keys().cloned().collect();
        let mut place_of = vec![0; count];
        let mut members = vec![Vec::new(); units.len()];
        for (place, &number) in graph.order().iter().enumerate() {
            set(&mut place_of, number, place);
            if let Some(members) = unit_of.get(number).and_then(|&unit| members.get_mut(unit)) {
                members.push(number);
            }
        }
        let (node_waits, unit_waits) = (vec![0; count], vec![0; units.len()]);
        let placed = vec![false; count];
        let (ready, free) = (BTreeSet::new(), BTreeSet::new());
        let mut work = Work { program, units, unit_of, place_of, placed, members, node_waits, unit_waits, ready, free };
        work.count();
        work
    }

    fn count(&mut self) {
        for edge in self.program.graph().edges() {
            add(&mut self.node_waits, edge.from);
            if self.unit(edge.from) != self.unit(edge.to) {
                let unit = self.unit(edge.from);
                add(&mut self.unit_waits, unit);
            }
        }
        self.ready = (0..self.units.len()).filter(|&unit| self.unit_waits.get(unit) == Some(&0)).collect();
        let free = (0..self.placed.len()).filter(|&number| self.node_waits.get(number) == Some(&0));
        self.free = free.map(|number| (self.unit(number), at(&self.place_of, number))).collect();
    }

    fn unit(&self, number: usize) -> usize {
        at(&self.unit_of, number)
    }

    /// What is placed next: a whole unit; where units wait for one another, what can be placed of the first.
    fn following(&mut self) -> Option<(Unit, Vec<usize>)> {
        if let Some(unit) = self.ready.pop_first() {
            let members = self.members.get_mut(unit).map(std::mem::take).unwrap_or_default();
            let rest: Vec<usize> = members.into_iter().filter(|&number| !self.is_placed(number)).collect();
            rest.iter().for_each(|&number| self.place(number));
            return Some((self.units.get(unit)?.clone(), rest));
        }
        let unit = self.free.first()?.0;
        let mut some = Vec::new();
        while let Some(&(_, place)) = self.free.first().filter(|(of, _)| *of == unit) {
            let number = *self.program.graph().order().get(place)?;
            self.place(number);
            some.push(number);
        }
        some.sort_by_key(|&number| at(&self.place_of, number));
        Some((self.units.get(unit)?.clone(), some))
    }

    fn is_placed(&self, number: usize) -> bool {
        self.placed.get(number).copied().unwrap_or(true)
    }

    fn place(&mut self, number: usize) {
        if let Some(placed) = self.placed.get_mut(number) {
            *placed = true;
        }
        let unit = self.unit(number);
        self.free.remove(&(unit, at(&self.place_of, number)));
        let waiting: Vec<usize> = self.program.graph().needed_by(number).map(|edge| edge.from).collect();
        for from in waiting {
            let waits = self.unit(from);
            if take(&mut self.node_waits, from) && !self.is_placed(from) {
                self.free.insert((waits, at(&self.place_of, from)));
            }
            if waits != unit && take(&mut self.unit_waits, waits) {
                self.ready.insert(waits);
            }
        }
    }
}

fn at(values: &[usize], index: usize) -> usize {
    values.get(index).copied().unwrap_or_default()
}

fn set(values: &mut [usize], index: usize, value: usize) {
    if let Some(place) = values.get_mut(index) {
        *place = value;
    }
}

fn add(values: &mut [usize], index: usize) {
    if let Some(value) = values.get_mut(index) {
        *value += 1;
    }
}

/// One less; says whether nothing is left.
fn take(values: &mut [usize], index: usize) -> bool {
    values.get_mut(index).is_some_and(|value| {
        *value = value.saturating_sub(1);
        *value == 0
    })
}
