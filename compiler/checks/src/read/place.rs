use std::sync::Arc;

use cloudc_base::{Code, Finding, Span};
use cloudc_graph::Node;

/// A finding about a node, or about one of its properties: it stands where the user writes, at the outermost call that
/// leads there, with the line inside as a second label.
pub(crate) fn blame(code: &'static Code, node: &Node, property: &str, message: impl Into<String>) -> Finding {
    let inside = written(node, property);
    match node.through.first() {
        Some(&call) => Finding::new(code, call, message).label(inside, format!("`{}`, made by it", node.address)),
        None => Finding::new(code, inside, message),
    }
}

/// Where a property is written, by the first name of its path; else the declaration.
pub(crate) fn written(node: &Node, property: &str) -> Span {
    let top = property.split('.').next().unwrap_or_default();
    let found = node.written.iter().find(|(name, _)| **name == *top);
    found.map_or(node.span, |(_, span)| *span)
}

/// A node as messages name it.
pub(crate) fn shown(node: &Node) -> Arc<str> {
    node.address.to_string().into()
}
