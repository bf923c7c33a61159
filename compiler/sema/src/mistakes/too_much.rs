use cloudc_base::{Finding, Span};

super::code!("E0218" "too-much" "too_much.md");

/// A program computes for too long.
pub(crate) fn steps(span: Span) -> Finding {
    Finding::new(&CODE, span, "this program computes too much; it was stopped here").help("look for loops in loops over long lists")
}

/// Too many nouns are made of one another.
pub(crate) fn nested(span: Span, most: usize) -> Finding {
    Finding::new(&CODE, span, format!("more than {most} nouns stand in one another here"))
        .help("look for a chain of components that each hold the next")
}

/// A value is too deep to be gone through.
pub(crate) fn depth(span: Span, most: u32) -> Finding {
    Finding::new(&CODE, span, format!("more than {most} values stand in one another here"))
        .help("look for a chain of values that each hold the one before")
}

/// A value is too large to be shown, compared or written.
pub(crate) fn weight(span: Span) -> Finding {
    Finding::new(&CODE, span, "this value is too large").help("look for values that are made of themselves twice, again and again")
}
