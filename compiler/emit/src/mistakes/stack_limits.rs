use cloudc_base::{Finding, Span};

use super::Site;

super::code!("E0407" "stack-limits" Error "stack_limits.md");

/// The program has more of something than a stack takes, and it cannot be divided.
pub(crate) fn finding(span: Span, what: &str, count: usize, limit: usize) -> Finding {
    Finding::new(&CODE, span, format!("this needs {count} {what}, and a stack takes {limit}"))
        .help("divide the program: what belongs together goes into an app of its own")
}

/// One resource is more than a template takes.
pub(crate) fn resource(site: &Site<'_>, what: &str, count: usize, limit: usize) -> Finding {
    site.finding(&CODE, format!("this resource alone needs {count} {what}, and a template takes {limit}"))
        .help("divide it: several policies, several files")
}
