use cloudc_base::{Finding, Span};

super::code!(Error "E0110" "too-deep" "too_deep.md");

pub(crate) fn finding(span: Span) -> Finding {
    let limit = crate::cut::MAX_DEPTH;
    Finding::new(&CODE, span, format!("brackets nest deeper than {limit}")).help("give the inner part a name with `let`")
}
