use cloudc_base::{Finding, Span};

super::code!("E0245" "assertion" "assertion.md");

/// An assertion does not hold.
pub(crate) fn finding(span: Span, message: &str) -> Finding {
    Finding::new(&CODE, span, message).here("this does not hold")
}
