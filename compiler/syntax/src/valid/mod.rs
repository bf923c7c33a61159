//! What reads and still is no program: literals that mean nothing, forms out of their place, remarks about nothing.

mod literals;
mod places;
mod remarks;

use cloudc_base::{FileId, Finding, Span};

use crate::tree::{Node, Tree};

/// Everything that is wrong with an item that reads; spans count from its first byte.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = tree.nodes().filter_map(literals::check).collect();
    remarks::check(tree, &mut findings);
    places::check(tree.root(), &mut findings);
    findings.sort_by_key(|finding| finding.primary.span.start);
    findings
}

fn span(node: Node<'_>) -> Span {
    let range = node.range();
    Span::new(FileId::ROOT, range.start as u32, range.end as u32)
}
