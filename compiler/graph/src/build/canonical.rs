//! The same parts in one order.

use std::fmt::Write;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span};

use super::sort_key::SortKeys;
use crate::{Instance, Node, Parts, Relation};
use std::sync::Arc;

/// The parts sorted: by address, place, name or key. Of two nodes at one address the first in the program stays.
pub(super) fn sorted(mut parts: Parts) -> Parts {
    parts.nodes = by_address(parts.nodes, |node| (&node.address, node.span));
    parts.nodes.iter_mut().for_each(node);
    parts.instances = by_address(parts.instances, |instance| (&instance.address, instance.span));
    parts.instances.iter_mut().for_each(instance);
    parts.relations.sort_by_cached_key(|relation| (relation.span, words(relation)));
    parts.scales.sort_by(|a, b| (&a.of, a.span).cmp(&(&b.of, b.span)));
    parts.accepts.sort();
    parts.accepts.dedup();
    parts.outputs.sort_by(|a, b| (&a.name, a.span).cmp(&(&b.name, b.span)));
    parts.assets.sort_by(|a, b| (&a.key, &a.path, &a.files).cmp(&(&b.key, &b.path, &b.files)));
    parts.assets.dedup();
    parts
}

/// Things sorted by address, each address once. What is moved is their places: things are large.
fn by_address<T>(things: Vec<T>, key: impl Fn(&T) -> (&Address, Span)) -> Vec<T> {
    let mut keys = SortKeys::default();
    let spans: Vec<Span> = things.iter().map(&key).map(|(address, span)| (keys.push(address), span).1).collect();
    let mut places: Vec<usize> = (0..things.len()).collect();
    let key_at = |place: usize| (keys.get(place), spans.get(place));
    places.sort_by(|&a, &b| key_at(a).cmp(&key_at(b)));
    places.dedup_by(|b, a| keys.get(*a) == keys.get(*b));
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    places.into_iter().filter_map(|place| things.get_mut(place)?.take()).collect()
}

fn node(node: &mut Node) {
    node.written.sort_by(|a, b| a.0.cmp(&b.0));
    node.after.sort();
    node.after.dedup_by(|b, a| a.0 == b.0);
    node.sentences.sort();
    node.sentences.dedup();
}

fn instance(instance: &mut Instance) {
    let by_name = |(a, _): &(Arc<str>, Value), (b, _): &(Arc<str>, Value)| a.cmp(b);
    instance.words.sort_by(by_name);
    instance.verbs.sort_by(by_name);
    instance.metrics.sort_by(by_name);
    instance.operations.sort_by(by_name);
    instance.outputs.sort_by(by_name);
}

/// What a sentence says, to tell apart those that one place in the program makes in several instances.
fn words(relation: &Relation) -> String {
    let mut text = String::new();
    // Writing into a String does not fail.
    let _written = write!(text, "{} {}", relation, relation.made.len());
    relation.made.iter().for_each(|made| {
        let _written = write!(text, " {made}");
    });
    text
}
