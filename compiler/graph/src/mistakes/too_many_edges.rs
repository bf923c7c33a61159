use cloudc_base::{Finding, Span};

super::code!("E0302" "too-many-edges" "too_many_edges.md");

/// Resources need one another in more ways than `limit`; `span` is the first that was not looked at to the end.
pub(crate) fn finding(span: Span, limit: usize) -> Finding {
    Finding::new(&CODE, span, format!("the resources of this program need one another in more than {limit} ways"))
        .here("it was not looked at further than here")
        .help("look for loops in which every resource refers to all resources of another loop")
}
