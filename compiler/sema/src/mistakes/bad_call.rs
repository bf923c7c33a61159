use cloudc_base::{Finding, Span};

super::code!("E0212" "bad-call" "bad_call.md");

/// Arguments that a function does not take; `shape` is how it is called.
pub(crate) fn finding(span: Span, shape: &str) -> Finding {
    Finding::new(&CODE, span, format!("this is called as `{shape}`"))
}

/// An argument that a function can make nothing of.
pub(crate) fn value(span: Span, why: impl Into<String>) -> Finding {
    Finding::new(&CODE, span, why)
}
