use cloudc_base::{Finding, Span};

super::code!(Error "E0143" "orphan" "orphan.md");

pub(crate) fn finding(span: Span) -> Finding {
    Finding::new(&CODE, span, "this attribute is about nothing").help("it stands before a declaration, on the line above or on the same line")
}
