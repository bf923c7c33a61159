//! How far chains go: operators, steps, indexes, arguments and signs, one after the other, without a bracket.
//!
//! Brackets bound how deep what is read can be; a chain of a hundred thousand operators stands in no bracket, and is a
//! tree just as deep to whoever computes it.

use std::ops::Range;

use crate::Kind;
use crate::tree::{Node, Tree};

/// How many links the chains around a value may have together.
pub(crate) const MAX_LINKS: usize = 500;

/// The first chain of an item that has too many links, with those that it stands in.
pub(crate) fn too_long(tree: &Tree) -> Option<Range<usize>> {
    // The chains around, outermost first: where each ends, and the links up to there.
    let mut around: Vec<(usize, usize)> = Vec::new();
    for (index, node) in tree.nodes().enumerate() {
        while around.last().is_some_and(|(end, _)| *end <= index) {
            around.pop();
        }
        let own = links(node);
        if own > 0 {
            let all = own + around.last().map_or(0, |(_, links)| *links);
            if all > MAX_LINKS {
                return Some(node.range());
            }
            around.push((node.after(), all));
        }
    }
    None
}

fn links(node: Node<'_>) -> usize {
    match node.kind() {
        Kind::Binary => node.children().count() / 2,
        Kind::Access | Kind::Unary | Kind::Target => node.children().count() - 1,
        _ => 0,
    }
}
