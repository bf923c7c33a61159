//! In a picture of all resources: each in its box, and what needs what.

use cloudc_base::Address;

use super::draw::{Drawing, Made};
use super::words::{about, short};
use super::{Arrow, Item, Kind, Line};

impl Drawing<'_> {
    /// The resources of a unit in its box; a lone one is its box.
    pub(super) fn resources(&mut self, unit: usize) {
        let nodes = self.nodes.get(unit).cloned().unwrap_or_default();
        let lone = nodes.len() == 1 && self.units.all.get(unit).is_some_and(|unit| unit.instance.is_none());
        for number in nodes {
            let Some(node) = self.graph.node(number) else { continue };
            if lone {
                let item = self.unit(unit);
                self.made.insert(Made::Node(number), item);
                continue;
            }
            let parent = self.inner(unit, &node.address);
            let home = self.graph.holder(&node.address).map(|holder| format!("{}.", holder.address));
            self.item(Made::Node(number), |_| {
                let whole = node.address.to_string();
                let title = home.and_then(|home| whole.strip_prefix(&home).map(str::to_owned)).unwrap_or(whole.clone());
                let lines = vec![short(&node.ty).to_owned()];
                Item {
                    parent: Some(parent),
                    kind: Kind::Resource,
                    title,
                    lines,
                    tells: format!("{whole}: {}", node.ty),
                }
            });
        }
    }

    /// The box that a resource of a unit stands in: that of the innermost use of a noun.
    fn inner(&mut self, unit: usize, address: &Address) -> usize {
        let Some(holder) = self.graph.holder(address) else { return self.unit(unit) };
        let outermost = self.units.all.get(unit).map(|unit| unit.address.clone()).unwrap_or_default();
        if !outermost.holds(&holder.address) || outermost == holder.address {
            return self.unit(unit);
        }
        self.item(Made::Inner(holder.address.clone()), |it| {
            let parent = Some(it.inner(unit, &holder.address));
            let (title, lines) = (holder.address.to_string(), vec![holder.noun.to_string()]);
            Item { parent, kind: Kind::Instance, title, lines, tells: about(holder) }
        })
    }

    /// One arrow for each edge between two boxes of resources.
    pub(super) fn needs(&mut self) {
        for edge in self.graph.edges() {
            let end = |number: usize| self.made.get(&Made::Node(number)).copied();
            if let (Some(from), Some(to)) = (end(edge.from), end(edge.to))
                && from != to
            {
                let arrow = Arrow { from, to, kind: Line::Need, label: Vec::new(), tells: Vec::new() };
                self.picture.arrows.push(arrow);
            }
        }
    }
}
