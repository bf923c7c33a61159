use cloudc_base::{Code, Finding};
use cloudc_graph::Accept;

crate::check::code!("I0509" "unused-accept-in-use" Information "unused_accept_in_use.md");

/// Nothing of this kind is found here in this program; others may use the file differently.
pub(super) fn finding(accept: &Accept, code: &Code) -> Finding {
    Finding::new(&CODE, accept.span, format!("in this program no `{}` is found here", code.name))
}
