use cloudc_base::Span;
use cloudc_graph::Node;

/// Where a property is written, by the first name of its path; else the declaration.
pub(crate) fn written(node: &Node, property: &str) -> Span {
    let top = property.split('.').next().unwrap_or_default();
    let found = node.written.iter().find(|(name, _)| **name == *top);
    found.map_or(node.span, |(_, span)| *span)
}
