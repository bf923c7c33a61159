use cloudc_base::Finding;
use cloudc_base::value::Record;

use super::at::At;
use super::node::Node;
use super::object::is_there;
use super::place::Place;
use super::walk::{Found, Walk};
use crate::mistakes::property_group;

/// Names of properties.
type Names = Box<[Box<str>]>;

/// Makes the finding of a group, of which some are there.
type GroupFinding = fn(&Place, &[Box<str>], &[Box<str>]) -> Finding;

impl Walk<'_, '_> {
    /// Which properties go together: exactly one of a group, at least one, one with another, one without another.
    pub(super) fn together(&mut self, node: &Node, record: &Record, at: &At<'_>) {
        self.groups(node, record, at);
        self.pairs(node, record, at);
    }

    fn groups(&mut self, node: &Node, record: &Record, at: &At<'_>) {
        for group in node.schema.exactly_one() {
            let there = self.members(record, group, at);
            if there.as_ref().is_some_and(|there| there.len() != 1) {
                self.push_group(at, group, there.unwrap_or_default(), property_group::exactly_one);
            }
        }
        for group in node.schema.at_least_one() {
            let there = self.members(record, group, at);
            if there.as_ref().is_some_and(Vec::is_empty) {
                self.push_group(at, group, Vec::new(), property_group::at_least_one);
            }
        }
    }

    fn pairs(&mut self, node: &Node, record: &Record, at: &At<'_>) {
        for (name, needed) in node.schema.requires().filter(|(name, _)| is_there(record, name)) {
            for other in needed.iter().filter(|other| self.is_missing(record, other, at)).collect::<Vec<_>>() {
                let (first, second): (Box<str>, Box<str>) = (name.into(), other.clone());
                let found = Found::new(&at.name(name), move |place| property_group::requires(place, &first, &second));
                self.push(found.about(at, [&**other]));
            }
        }
        for (name, barred) in node.schema.excludes().filter(|(name, _)| is_there(record, name)) {
            for other in barred.iter().filter(|other| is_there(record, other)).collect::<Vec<_>>() {
                if !self.is_wrong(&at.name(name)) && !self.is_wrong(&at.name(other)) {
                    let (first, second): (Box<str>, Box<str>) = (name.into(), other.clone());
                    let make = move |place: &_| property_group::excludes(place, &first, &second);
                    self.push(Found::new(&at.name(name), make).about(at, [name, other]));
                }
            }
        }
    }

    /// Those of a group that are there; nothing if a mistake hides whether one is.
    fn members(&self, record: &Record, group: &[Box<str>], at: &At<'_>) -> Option<Vec<Box<str>>> {
        let hidden = group.iter().any(|name| self.is_wrong(&at.name(name)));
        (!hidden).then(|| group.iter().filter(|name| is_there(record, name)).cloned().collect())
    }

    fn push_group(&mut self, at: &At<'_>, group: &Names, there: Vec<Box<str>>, finding: GroupFinding) {
        let names = group.clone();
        let found = Found::new(at, move |place| finding(place, &names, &there));
        self.push(found.about(at, group.iter().map(|name| &**name)));
    }
}
