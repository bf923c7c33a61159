use cloudc_base::Finding;

use super::span;
use crate::Kind;
use crate::mistakes::{bad_address, bad_number, foreign_type, text_indent, unknown_escape};
use crate::tree::Node;

/// What is wrong with one leaf or text.
pub(super) fn check(node: Node<'_>) -> Option<Finding> {
    match node.kind() {
        _ if node.range().is_empty() => None,
        Kind::Number if is_address(node.text()) => bad_address::check(span(node), node.text()),
        Kind::Number => bad_number::check(span(node), node.text()),
        Kind::Bounded => foreign_type::check(span(node), node.text()),
        Kind::Escape => unknown_escape::check(span(node), node.text()),
        Kind::Str => text_indent::check(span(node), node.text()),
        _ => None,
    }
}

fn is_address(text: &str) -> bool {
    text.bytes().filter(|&b| b == b'.').count() == 3 && !text.contains(|c: char| c.is_ascii_alphabetic() || c == '%')
}
