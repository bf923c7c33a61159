//! From a graph to a picture.

use std::collections::BTreeMap;

use cloudc_base::Address;

use super::arrows::pairs;
use super::bounds::{Bounds, NETWORK, Place};
use super::folds::folds;
use super::units::Units;
use super::words::{about, cidr, counted, place, raw};
use super::{Detail, Item, Kind, Picture};
use crate::{Graph, Node};

/// How many boxes are drawn: more of them cannot be looked at.
const BOXES: usize = 1500;

pub(super) fn picture(graph: &Graph, detail: Detail) -> Picture {
    let units = Units::of(graph);
    let bounds = Bounds::of(graph, &units);
    let folds = folds(graph, &units, &bounds);
    let mut nodes: Vec<Vec<usize>> = vec![Vec::new(); units.all.len()];
    for (unit, &home) in folds.iter().enumerate() {
        let own = units.all.get(unit).map(|unit| unit.nodes.as_slice()).unwrap_or_default();
        if let Some(all) = nodes.get_mut(home) {
            all.extend(own);
        }
    }
    let boxes: Vec<usize> = (0..units.all.len()).filter(|unit| folds.get(*unit) == Some(unit)).collect();
    let mut drawing = Drawing {
        graph,
        units,
        bounds,
        folds,
        nodes,
        detail: if graph.nodes().len() > BOXES { Detail::Instances } else { detail },
        picture: Picture { title: graph.app().name.as_deref().unwrap_or("program").to_owned(), ..Picture::default() },
        made: BTreeMap::new(),
        groups: BTreeMap::new(),
    };
    if drawing.detail != detail {
        drawing.note(format!("more than {BOXES} resources: only what holds them is shown"));
    }
    drawing.draw(&boxes);
    drawing.picture
}

/// What an item was made for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Made {
    /// An open instance as boundary.
    Group(usize),
    /// A network or cluster as boundary.
    Boundary(usize),
    Subnets(usize, Vec<String>),
    /// A unit as box.
    Unit(usize),
    /// An open instance as box inside itself: what a sentence about it ends at.
    Core(usize),
    /// Somebody else; once as the one who acts, once as the one who is acted on.
    Outside(String, bool),
    /// A resource in the box of its unit.
    Node(usize),
    /// A use of a noun inside of another, in a picture of all resources.
    Inner(Address),
}

pub(super) struct Drawing<'g> {
    pub(super) graph: &'g Graph,
    pub(super) units: Units<'g>,
    bounds: Bounds,
    /// For each unit the one whose box it is part of.
    pub(super) folds: Vec<usize>,
    /// The nodes of each unit's box.
    pub(super) nodes: Vec<Vec<usize>>,
    detail: Detail,
    pub(super) picture: Picture,
    pub(super) made: BTreeMap<Made, usize>,
    /// The items that open instances are.
    groups: BTreeMap<usize, usize>,
}

impl Drawing<'_> {
    fn note(&mut self, note: String) {
        self.picture.notes.push(note);
    }

    fn draw(&mut self, boxes: &[usize]) {
        for &unit in boxes.iter().take(BOXES) {
            if self.bounds.is_network(unit) || self.bounds.is_cluster(unit) {
                self.boundary(unit);
            } else {
                self.unit(unit);
            }
        }
        if boxes.len() > BOXES {
            self.note(format!("{} more things are not shown", boxes.len() - BOXES));
        }
        let (pairs, left_out) = pairs(self.graph, |party| self.end(party));
        if left_out > 0 {
            self.note(format!("{left_out} more sentences are not shown"));
        }
        self.talks(&pairs);
        if self.detail == Detail::Resources {
            boxes.iter().for_each(|&unit| self.resources(unit));
            self.needs();
        }
        self.picture.arrows.sort_by_key(|arrow| (arrow.from, arrow.to, arrow.kind));
    }

    /// The item made for something; made now if it was not.
    pub(super) fn item(&mut self, made: Made, make: impl FnOnce(&mut Self) -> Item) -> usize {
        if let Some(&known) = self.made.get(&made) {
            return known;
        }
        let item = make(self);
        let place = self.picture.items.len();
        self.picture.items.push(item);
        self.made.insert(made, place);
        place
    }

    pub(super) fn group(&mut self, group: usize) -> Option<usize> {
        let instance = *self.units.groups.get(group)?;
        let item = self.item(Made::Group(group), |it| {
            let around = it.units.group_around(&instance.address);
            let parent = around.and_then(|around| it.group(around));
            let title = it.name(&instance.address, parent);
            Item { parent, kind: Kind::Group, title, lines: vec![instance.noun.to_string()], tells: about(instance) }
        });
        self.groups.insert(item, group);
        Some(item)
    }

    /// The boundary that a unit makes.
    fn boundary(&mut self, unit: usize) -> usize {
        self.item(Made::Boundary(unit), |it| {
            let kind = if it.bounds.is_network(unit) { Kind::Network } else { Kind::Cluster };
            let parent = it.around(unit);
            it.unit_item(unit, kind, parent)
        })
    }

    /// The box of a unit; inside its own boundary, if it makes one.
    pub(super) fn unit(&mut self, unit: usize) -> usize {
        self.item(Made::Unit(unit), |it| {
            let own = it.bounds.is_network(unit) || it.bounds.is_cluster(unit);
            let parent = if own { Some(it.boundary(unit)) } else { it.around(unit) };
            let instance = it.units.all.get(unit).is_some_and(|unit| unit.instance.is_some());
            it.unit_item(unit, if instance { Kind::Instance } else { Kind::Resource }, parent)
        })
    }

    /// The boundary around a unit.
    fn around(&mut self, unit: usize) -> Option<usize> {
        let nodes = self.nodes.get(unit).map(Vec::as_slice).unwrap_or_default();
        match self.bounds.place(self.graph, &self.units, unit, nodes) {
            Place::Cluster(cluster) => Some(self.boundary(cluster)),
            Place::Network(network) => Some(self.boundary(network)),
            Place::Subnets(network, names) => Some(self.item(Made::Subnets(network, names.clone()), |it| {
                let title = names.join(", ");
                let tells = format!("subnets {title}");
                Item {
                    parent: Some(it.boundary(network)),
                    kind: Kind::Subnets,
                    title,
                    lines: vec!["subnets".into()],
                    tells,
                }
            })),
            Place::Free => {
                let group = self.units.all.get(unit).and_then(|unit| unit.group)?;
                self.group(group)
            }
        }
    }

    /// What is written in the box of a unit.
    fn unit_item(&self, unit: usize, kind: Kind, parent: Option<usize>) -> Item {
        let nodes = self.nodes.get(unit).map(Vec::as_slice).unwrap_or_default();
        let nodes: Vec<&Node> = nodes.iter().filter_map(|&number| self.graph.node(number)).collect();
        let Some(unit) = self.units.all.get(unit) else {
            return Item { parent, kind, title: String::new(), lines: Vec::new(), tells: String::new() };
        };
        let own: Vec<&Node> = unit.nodes.iter().filter_map(|&number| self.graph.node(number)).collect();
        let what = match unit.instance {
            Some(instance) => counted(&instance.noun, nodes.len(), &nodes),
            None => raw(&own, nodes.len()),
        };
        let range = nodes.iter().filter(|node| &*node.ty == NETWORK).filter_map(|node| cidr(node)).next();
        let place = own.iter().find_map(|node| place(node));
        let line = [Some(what), range, place].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let tells = unit.instance.map_or_else(|| format!("{}: {line}", unit.address), about);
        Item { parent, kind, title: self.name(&unit.address, parent), lines: vec![line], tells }
    }

    /// An address, without the part that the innermost open instance around the item says already.
    pub(super) fn name(&self, address: &Address, parent: Option<usize>) -> String {
        let whole = address.to_string();
        let items = std::iter::successors(parent, |&at| self.picture.items.get(at)?.parent);
        let mut groups = items.filter_map(|item| self.units.groups.get(*self.groups.get(&item)?));
        let around = groups.find(|group| group.address.holds(address) && group.address != *address);
        let rest = around.and_then(|group| whole.strip_prefix(&format!("{}.", group.address)));
        rest.unwrap_or(&whole).to_owned()
    }
}
