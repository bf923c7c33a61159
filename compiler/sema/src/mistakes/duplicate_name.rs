use cloudc_base::{Finding, Span};

super::code!("E0202" "duplicate-name" "duplicate_name.md");

/// A name is declared a second time; `first` is where it was declared before.
pub(crate) fn finding(name: &str, span: Span, first: Span) -> Finding {
    Finding::new(&CODE, span, format!("`{name}` is declared twice")).label(first, "declared here first")
}
