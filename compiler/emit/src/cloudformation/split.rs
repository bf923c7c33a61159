//! How a template that would be too large is divided into stacks.
//!
//! The nodes are taken in the order in which they are made and cut into runs, so that no two stacks need one another. Cuts
//! stand where a use of a noun ends, if they can; of several such places the one whose hash is the smallest is taken. So a
//! change of the program moves the cuts nearby and no others: what changes its stack is made anew.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use cloudc_base::Address;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::grouped::{grouped, top};
use super::names::Names;
use super::program::Program;
use super::resource::Resource;
use crate::ids::{id, pascal};
use crate::tree::Name;

/// What a stack may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) resources: usize,
    /// Parameters, and outputs.
    pub(super) values: usize,
    pub(super) bytes: usize,
}

/// A resource as far as dividing goes.
struct Part<'p> {
    number: usize,
    address: &'p Address,
    bytes: usize,
    reads: &'p [(usize, Arc<str>)],
}

/// The stacks that a template is divided into: what they are called, and their nodes. `None` if one resource alone is more
/// than a stack takes.
pub(super) fn divided(
    program: &Program<'_>,
    resources: &[Resource],
    sizes: &[usize],
    limits: Limits,
    names: &mut Names,
) -> Option<Vec<(Name, Vec<usize>)>> {
    let parts = in_order(program, resources, sizes);
    let mut limits = limits;
    let runs = loop {
        let runs = runs(&parts, limits);
        if fit(&parts, &runs, limits) {
            break runs;
        }
        // Smaller stacks hand over less each, until there is one for each resource.
        if limits.resources == 1 {
            return None;
        }
        limits.resources = (limits.resources * 3 / 4).max(1);
    };
    let named = runs.into_iter().filter_map(|run| {
        let nodes: Vec<usize> = parts.get(run)?.iter().map(|part| part.number).collect();
        let first = program.graph().node(*nodes.first()?)?;
        let name = names.free(&format!("Stack{}", pascal(&id(&top(&first.address)))));
        let mut nodes = nodes;
        nodes.sort_unstable();
        Some((name, nodes))
    });
    Some(named.collect())
}

/// The resources in an order in which they can be made, those of one use of a noun together as far as that goes.
fn in_order<'p>(program: &'p Program<'_>, resources: &'p [Resource], sizes: &[usize]) -> Vec<Part<'p>> {
    let graph = program.graph();
    let mut by_number: Vec<Option<Part<'p>>> = std::iter::repeat_with(|| None).take(graph.nodes().len()).collect();
    for (resource, bytes) in resources.iter().zip(sizes) {
        let node = graph.node(resource.number);
        if let (Some(node), Some(slot)) = (node, by_number.get_mut(resource.number)) {
            let (number, reads) = (resource.number, resource.refers.as_slice());
            *slot = Some(Part { number, address: &node.address, bytes: *bytes, reads });
        }
    }
    let order = grouped(graph, |number| by_number.get(number).is_some_and(Option::is_some));
    order.into_iter().filter_map(|number| by_number.get_mut(number)?.take()).collect()
}

/// Cuts parts into runs that hold no more than they may, as far as counting resources and bytes goes.
fn runs(parts: &[Part<'_>], limits: Limits) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    while start < parts.len() {
        let end = cut(parts, start, limits);
        runs.push(start..end);
        start = end;
    }
    runs
}

/// Where the run that starts here ends.
fn cut(parts: &[Part<'_>], start: usize, limits: Limits) -> usize {
    let mut bytes = 0;
    let rest = parts.get(start..).unwrap_or_default();
    let room = rest.iter().take(limits.resources).take_while(|part| {
        bytes += part.bytes;
        bytes <= limits.bytes
    });
    let most = start + room.count().max(1);
    if most >= parts.len() {
        return parts.len();
    }
    let least = start + (most - start).div_ceil(2);
    let ends_noun = |at: usize| match (parts.get(at - 1), parts.get(at)) {
        (Some(before), Some(after)) => top(before.address) != top(after.address),
        _ => false,
    };
    let hash = |at: usize| parts.get(at).map(|part| Sha256::digest(part.address.to_string().as_bytes()));
    let places = || least..=most;
    let cuts = places().filter(|&at| ends_noun(at)).min_by_key(|&at| hash(at));
    cuts.or_else(|| places().min_by_key(|&at| hash(at))).unwrap_or(most)
}

/// Whether each run reads few enough attributes of the others, and gives few enough to them.
fn fit(parts: &[Part<'_>], runs: &[Range<usize>], limits: Limits) -> bool {
    let mut of: FxHashMap<usize, usize> = FxHashMap::default();
    for (index, run) in runs.iter().enumerate() {
        of.extend(parts.get(run.clone()).unwrap_or_default().iter().map(|part| (part.number, index)));
    }
    let mut imports: Vec<BTreeSet<(usize, &str)>> = vec![BTreeSet::new(); runs.len()];
    let mut exports = imports.clone();
    for part in parts {
        let Some(&own) = of.get(&part.number) else { continue };
        for (number, path) in part.reads {
            let Some(&other) = of.get(number).filter(|other| **other != own) else { continue };
            imports.get_mut(own).map(|set| set.insert((*number, path)));
            exports.get_mut(other).map(|set| set.insert((*number, path)));
        }
    }
    imports.iter().chain(&exports).all(|set| set.len() <= limits.values)
}
