//! Secrets that a cloud tells once and the program reads: if nobody has kept one, the resource has to be made anew.

use std::collections::{BTreeMap, BTreeSet};

use cloudc_facts::told_once;
use cloudc_graph::Graph;
use cloudc_state::Record;

/// By the address of the resource, the places that are read of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wanted(BTreeMap<String, BTreeSet<String>>);

impl Wanted {
    /// What the resources of a graph read of others.
    pub(crate) fn of(graph: &Graph) -> Wanted {
        let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for node in graph.nodes().iter().filter(|node| node.properties.is_secret()) {
            cloudc_graph::references(&node.properties, |reference| {
                let of = graph.number(reference.of).and_then(|number| graph.node(number));
                let (Some(of), Some(place)) = (of, reference.attribute) else { return };
                if told_once(&of.ty).any(|path| path.covers(place)) {
                    wanted.entry(of.address.to_string()).or_default().insert(place.to_owned());
                }
            });
        }
        Wanted(wanted)
    }

    /// A secret that is read of what is recorded at an address, and is not kept.
    pub(crate) fn lost(&self, address: &str, record: &Record) -> Option<&str> {
        let places = self.0.get(address).filter(|_| record.kind.is_managed())?;
        places.iter().find(|place| !record.sealed.contains_key(*place)).map(String::as_str)
    }
}
