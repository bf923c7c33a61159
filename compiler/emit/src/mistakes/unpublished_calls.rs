use cloudc_base::{Finding, Span};

super::code!("I0422" "unpublished-calls" Information "unpublished_calls.md");

/// AWS does not publish what making something of a type calls.
pub(crate) fn finding(span: Span, ty: &str) -> Finding {
    Finding::new(&CODE, span, format!("what `{ty}` needs is not published: the policies do not hold it"))
        .help("add the actions of its service by hand, and see what AWS refuses")
}
