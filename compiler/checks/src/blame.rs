use cloudc_base::{Code, Finding, Span};
use cloudc_graph::Node;

use crate::read::written;

/// A finding about a place in a node. One that stands inside of a noun, in another file than the call that leads there, is
/// blamed on the call; the noun's line is shown beside it.
pub(crate) fn at(code: &'static Code, node: &Node, span: Span, message: impl Into<String>) -> Finding {
    match node.through.first().filter(|call| call.file != span.file) {
        Some(call) => Finding::new(code, *call, message).label(span, "here in the noun"),
        None => Finding::new(code, span, message),
    }
}

/// Where a node stands for those who read the program: the outermost call in another file, or its declaration.
pub(crate) fn place(node: &Node) -> Span {
    node.through.first().copied().filter(|call| call.file != node.span.file).unwrap_or(node.span)
}

/// A finding about a property of a node: where it is written. One that stands inside of a noun is blamed on its use, which
/// may change it.
pub(crate) fn blame(code: &'static Code, node: &Node, property: &str, message: impl Into<String>) -> Finding {
    let span = written(node, property);
    match node.through.first() {
        Some(&call) => Finding::new(code, call, message).label(span, "written here"),
        None => Finding::new(code, span, message),
    }
}

/// Whether a node stands inside of a noun that another file declares: what it is follows from what its use says.
pub(crate) fn is_inside(node: &Node) -> bool {
    node.through.first().is_some_and(|call| call.file != node.span.file)
}
