use cloudc_base::{Finding, Span};

super::code!(Error "E0113" "too-many" "too_many.md");

/// The finding at the first mistake that is not looked into.
pub(crate) fn finding(span: Span) -> Finding {
    let start = Span::new(span.file, span.start, span.start);
    Finding::new(&CODE, start, "more mistakes follow that are not looked into").help("mend those before, and check again")
}
