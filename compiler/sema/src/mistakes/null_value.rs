use cloudc_base::{Finding, Span};

super::code!("E0207" "null-value" "null_value.md");

/// A null where a value is needed, by `by`.
pub(crate) fn finding(span: Span, by: &str) -> Finding {
    Finding::new(&CODE, span, format!("this is null, and {by} needs a value")).help("`?.` and `?[` give null for null, `??` something else")
}
