//! The arrows of sentences.

use super::arrows::{End, Pairs};
use super::draw::{Drawing, Made};
use super::words::about;
use super::{Arrow, Item, Kind};
use crate::Party;

impl Drawing<'_> {
    /// The end that a sentence has here.
    pub(super) fn end(&self, party: &Party) -> Option<End> {
        let Party::Thing(address) = party else { return Some(End::Outside(party.to_string())) };
        if let Some(group) = self.units.group(address) {
            return Some(End::Group(group));
        }
        let unit = self.units.find(self.graph, address).and_then(|unit| self.folds.get(unit).copied());
        Some(unit.map_or_else(|| End::Outside(address.to_string()), End::Unit))
    }

    fn end_item(&mut self, end: &End, acts: bool) -> Option<usize> {
        match end {
            End::Unit(unit) => Some(self.unit(*unit)),
            End::Group(group) => {
                let instance = *self.units.groups.get(*group)?;
                Some(self.item(Made::Core(*group), |it| {
                    let parent = it.group(*group);
                    let title = it.name(&instance.address, parent);
                    let lines = vec![format!("{} itself", instance.noun)];
                    Item { parent, kind: Kind::Instance, title, lines, tells: about(instance) }
                }))
            }
            End::Outside(name) => Some(self.item(Made::Outside(name.clone(), acts), |_| Item {
                parent: None,
                kind: Kind::Outside,
                title: name.clone(),
                lines: Vec::new(),
                tells: format!("{name}, outside of the program"),
            })),
        }
    }

    /// The arrows of sentences; what something may do with itself stands in its box.
    pub(super) fn talks(&mut self, pairs: &Pairs) {
        for ((subject, object, kind), said) in pairs {
            let label = said.label(*kind);
            let (Some(from), Some(to)) = (self.end_item(subject, true), self.end_item(object, false)) else { continue };
            if from != to {
                let tells = said.tells.iter().cloned().collect();
                self.picture.arrows.push(Arrow { from, to, kind: *kind, label, tells });
            } else if let Some(item) = self.picture.items.get_mut(from) {
                item.lines.extend(label.into_iter().map(|line| format!("itself: {line}")));
            }
        }
    }
}
