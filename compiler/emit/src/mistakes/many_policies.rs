use cloudc_base::{Finding, Span};
use cloudc_deployer::MOST;

super::code!("I0420" "many-policies" Information "many_policies.md");

/// A phase needs more policies than a role takes.
pub(crate) fn finding(span: Span, way: &str, phase: &str, count: usize) -> Finding {
    Finding::new(&CODE, span, format!("{phase} ({way}) needs {count} policies, and a role takes {MOST}"))
        .help("ask AWS for more (up to 20), write them as inline policies, or divide the program")
}
