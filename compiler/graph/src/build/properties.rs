//! What properties refer to.

use std::fmt::Write;

use cloudc_base::{Address, Span};
use rustc_hash::FxHashMap;

use super::names::Names;
use crate::graph::below;
use crate::link::Link;
use crate::reference::{Part, Reference, Search};
use crate::{Dotted, Node};

/// Finds the links of nodes, one node after the other.
pub(super) struct Properties<'n> {
    nodes: &'n [Node],
    numbers: &'n FxHashMap<Address, u32>,
    search: Search,
    names: Names,
    text: String,
}

impl<'n> Properties<'n> {
    pub(super) fn new(nodes: &'n [Node], numbers: &'n FxHashMap<Address, u32>) -> Properties<'n> {
        Properties { nodes, numbers, search: Search::default(), names: Names::default(), text: String::new() }
    }

    /// The links of a node, by the node that is referred to; a link to itself too. Beyond the limit nothing is looked at.
    pub(super) fn of(&mut self, from: u32, node: &'n Node, limit: usize) -> Vec<Link> {
        let mut links = Vec::new();
        let (nodes, numbers, names, text) = (self.nodes, self.numbers, &mut self.names, &mut self.text);
        self.search.each(&node.properties, &mut |reference| {
            let mut link = |to: u32| {
                if links.len() > limit {
                    return;
                }
                text.clear();
                // Writing into a String does not fail.
                let _written = write!(text, "{}", Dotted(reference.path));
                let (property, attribute) = (names.of(text), names.of(reference.attribute.unwrap_or_default()));
                links.push(Link { from, to, property, attribute, span: span(node, &reference) });
            };
            match (numbers.get(reference.of), reference.attribute) {
                (Some(&to), _) => link(to),
                // A handle of an instance stands for all its nodes; what stands in it cannot wait for all of it.
                (None, None) if !reference.of.holds(&node.address) => {
                    below(nodes, reference.of).for_each(|to| link(to as u32));
                }
                (None, _) => {}
            }
        });
        links.sort_by_key(|link| link.to);
        links.dedup_by(|b, a| (a.to, &a.property, &a.attribute) == (b.to, &b.property, &b.attribute));
        links
    }
}

/// Where a reference is written: itself if it stands in the node's declaration, else the property that holds it. What
/// comes from an output or a `let` elsewhere is nothing that the node's reader wrote.
fn span(node: &Node, reference: &Reference<'_, '_>) -> Span {
    let property = match reference.path.first() {
        Some(Part::Name(name)) => written(node, name),
        _ => None,
    };
    let whole = property.unwrap_or(node.span);
    let inside = |origin: &Span| origin.file == whole.file && whole.start <= origin.start && origin.end <= whole.end;
    reference.origin.filter(inside).or(property).or(reference.origin).unwrap_or(node.span)
}

fn written(node: &Node, name: &str) -> Option<Span> {
    let found = node.written.binary_search_by(|(property, _)| (**property).cmp(name)).ok()?;
    node.written.get(found).map(|(_, span)| *span)
}
