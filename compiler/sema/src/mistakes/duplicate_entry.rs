use cloudc_base::{Finding, Span};

super::code!("E0210" "duplicate-entry" "duplicate_entry.md");

/// An entry that is set twice.
pub(crate) fn finding(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{name}` is set twice"))
}

/// A label that is the name of what a loop holds, and the same text in each turn.
pub(crate) fn same_label(span: Span, name: &str) -> Finding {
    let finding = Finding::new(&CODE, span, format!("`{name}` is set in each turn: a label is the name as it is written"));
    finding.help(format!("for what `{name}` holds write `\"${{{name}}}\"`"))
}
