use cloudc_base::{Finding, Span};

super::code!("E0245" "assertion" "assertion.md");

/// An assertion does not hold.
pub(crate) fn finding(span: Span, message: &str) -> Finding {
    Finding::new(&CODE, span, message).here("this does not hold")
}

/// A rule that a thing breaks.
pub(crate) fn about(span: Span, message: &str, thing: &str, declared: Span) -> Finding {
    Finding::new(&CODE, span, format!("{message}: `{thing}`")).label(declared, "this breaks the rule")
}
