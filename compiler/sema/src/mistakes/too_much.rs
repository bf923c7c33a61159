use cloudc_base::{Finding, Span};

super::code!("E0218" "too-much" "too_much.md");

/// A program computes for too long.
pub(crate) fn steps(span: Span) -> Finding {
    Finding::new(&CODE, span, "this program computes too much; it was stopped here").help("look for loops in loops over long lists")
}

/// A value is too large to be shown, compared or written.
pub(crate) fn weight(span: Span) -> Finding {
    Finding::new(&CODE, span, "this value is too large").help("look for values that are made of themselves twice, again and again")
}
