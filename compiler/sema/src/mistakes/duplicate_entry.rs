use cloudc_base::{Finding, Span};

super::code!("E0210" "duplicate-entry" "duplicate_entry.md");

/// An entry that is set twice.
pub(crate) fn finding(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{name}` is set twice"))
}
