use cloudc_base::{Code, Finding};
use cloudc_graph::Accept;

crate::check::code!("W0508" "unused-accept" Warning "unused_accept.md");

/// Nothing of this kind is found here.
pub(super) fn finding(accept: &Accept, code: &Code) -> Finding {
    Finding::new(&CODE, accept.span, format!("no `{}` is found here that this could accept", code.name))
        .help("take it away; what is accepted and not there hides the next one")
}
