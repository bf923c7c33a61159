use std::sync::Arc;

use cloudc_base::{Finding, Span};

super::code!("E0203" "cycle" "cycle.md");

/// A value needs itself; `needs` are the values being computed, outermost first.
pub(crate) fn finding(span: Span, name: &str, needs: &[(Arc<str>, Span)]) -> Finding {
    let start = needs.iter().position(|(needed, _)| **needed == *name).unwrap_or(0);
    let around = needs.get(start..).unwrap_or(&[]);
    let chain: Vec<&str> = around.iter().map(|(name, _)| &**name).chain([name]).collect();
    let finding = Finding::new(&CODE, span, format!("`{name}` needs itself: {}", chain.join(" -> ")));
    around.iter().skip(1).fold(finding, |finding, (name, at)| finding.label(*at, format!("`{name}` is needed here")))
}

/// A noun is called in itself, or in what it calls.
pub(crate) fn recursion(span: Span, noun: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{noun}` contains itself")).help("a noun may hold others, never one of its own kind")
}

/// Values wait for one another, more of them than `limit`.
pub(crate) fn too_long(span: Span, limit: usize) -> Finding {
    Finding::new(&CODE, span, format!("more than {limit} values need one another in a row"))
}
