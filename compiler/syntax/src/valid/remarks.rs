use cloudc_base::Finding;

use super::span;
use crate::Kind;
use crate::mistakes::{misplaced_doc, orphan};
use crate::tree::{Node, Tree};

/// Documentation and attributes that are about nothing.
pub(super) fn check(tree: &Tree, findings: &mut Vec<Finding>) {
    for node in tree.nodes() {
        match node.kind() {
            Kind::Comment if is_doc(node.text()) => findings.push(misplaced_doc::finding(span(node))),
            Kind::Doc if !starts_line(tree, node) => findings.push(misplaced_doc::finding(span(node))),
            Kind::Decorated => findings.extend(about_nothing(tree, node)),
            _ => {}
        }
    }
}

fn is_doc(text: &str) -> bool {
    text.starts_with("///") && !text.starts_with("////")
}

fn starts_line(tree: &Tree, node: Node<'_>) -> bool {
    let before = tree.text().get(..node.range().start).unwrap_or("");
    before.rsplit('\n').next().is_none_or(|line| line.trim().trim_start_matches('\u{feff}').is_empty())
}

fn about_nothing(tree: &Tree, node: Node<'_>) -> Option<Finding> {
    let mut children = node.children().filter(|child| child.kind() != Kind::Comment);
    if !children.clone().all(|child| matches!(child.kind(), Kind::Doc | Kind::Attribute)) {
        return None;
    }
    match children.clone().find(|child| child.kind() == Kind::Attribute) {
        Some(attribute) => Some(orphan::finding(span(attribute))),
        None => children.find(|doc| starts_line(tree, *doc)).map(|doc| misplaced_doc::finding(span(doc))),
    }
}
