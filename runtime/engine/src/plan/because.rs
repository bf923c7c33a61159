//! Which steps follow from which others.

use std::collections::BTreeSet;

use cloudc_graph::{Graph, Mode, Node};
use rustc_hash::FxHashMap;
use serde_json::Value as Json;

use super::{Cause, Step, What};
use crate::mark;

/// Says for each step from which others it follows: a value of it comes from there, or it goes first because they do.
pub(super) fn link(graph: &Graph, steps: &mut [Step]) {
    let changed: BTreeSet<String> =
        steps.iter().filter(|step| step.what != What::Move).map(|step| step.address.clone()).collect();
    let numbers: FxHashMap<String, usize> =
        graph.nodes().iter().enumerate().map(|(number, node)| (node.address.to_string(), number)).collect();
    for step in steps {
        let Some(&number) = numbers.get(&step.address).filter(|_| has_reason(step)) else { continue };
        let mut from: Vec<&str> = Vec::new();
        for cause in &step.causes {
            match cause {
                Cause::Property { after: Some(after), .. } => later(after, &mut from),
                Cause::NeedsDeleted { address } | Cause::Holds { address } => step.because.push(address.clone()),
                Cause::Cluster { address } if changed.contains(address) => step.because.push(address.clone()),
                _ => {}
            }
        }
        for edge in graph.needs(number) {
            let is_from = |node: &&Node| from.iter().any(|shown| names(shown, &node.address.to_string()));
            if graph.node(edge.to).filter(is_from).is_some() {
                sources(graph, edge.to, &changed, &mut step.because);
            }
        }
        step.because.sort();
        step.because.dedup();
    }
}

/// The steps that a value of a node comes from: its own, or those of what is read for it.
fn sources(graph: &Graph, number: usize, changed: &BTreeSet<String>, found: &mut Vec<String>) {
    let Some(node) = graph.node(number) else { return };
    let address = node.address.to_string();
    if changed.contains(&address) {
        found.push(address);
    } else if node.mode != Mode::Managed {
        graph.needs(number).iter().for_each(|edge| sources(graph, edge.to, changed, found));
    }
}

/// What is made because it is new follows from nothing but that.
fn has_reason(step: &Step) -> bool {
    matches!(step.what, What::Update | What::Replace | What::ReplaceDeleteFirst)
}

/// How the program writes what is known later, wherever it stands.
fn later<'j>(value: &'j Json, found: &mut Vec<&'j str>) {
    if let Some((shown, _)) = mark::is_later(value) {
        return found.push(shown);
    }
    match value {
        Json::Object(entries) => entries.values().for_each(|entry| later(entry, found)),
        Json::Array(items) => items.iter().for_each(|item| later(item, found)),
        _ => {}
    }
}

/// Whether an attribute of what is at an address stands in a piece of a program.
fn names(shown: &str, address: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b']');
    shown.match_indices(address).any(|(at, _)| {
        let before = shown.as_bytes().get(at.wrapping_sub(1)).copied();
        let after = shown.as_bytes().get(at + address.len()).copied();
        !before.is_some_and(is_part) && after.is_none_or(|byte| matches!(byte, b'.') || !is_part(byte) && byte != b'[')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_one_that_begins_alike() {
        assert!(names("net.vpc.VpcId", "net.vpc"));
        assert!(names("\"${net.vpc.VpcId}-x\"", "net.vpc"));
        assert!(names("net.private[\"a\"].SubnetId", "net.private[\"a\"]"));
        assert!(!names("net.vpc_two.VpcId", "net.vpc"));
        assert!(!names("my.net.vpc.VpcId", "net.vpc"));
        assert!(!names("net.vpc[1].VpcId", "net.vpc"));
    }
}
