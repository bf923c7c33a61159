use cloudc_base::{Code, Finding};
use cloudc_graph::Node;

use crate::read::written;

/// A finding about a property of a node: where it is written. One that stands inside of a noun is blamed on its use, which
/// may change it.
pub(crate) fn blame(code: &'static Code, node: &Node, property: &str, message: impl Into<String>) -> Finding {
    let span = written(node, property);
    match node.through.first() {
        Some(&call) => Finding::new(code, call, message).label(span, "written here"),
        None => Finding::new(code, span, message),
    }
}
