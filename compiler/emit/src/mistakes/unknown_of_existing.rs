use cloudc_base::value::Later;
use cloudc_base::{Address, Finding, Span};

use super::Site;

super::code!("E0404" "unknown-of-existing" Error "unknown_of_existing.md");

/// An attribute of something that exists is not written where it is declared, and a template cannot ask for it.
pub(crate) fn finding(site: &Site<'_>, of: &Address, path: &str, declared: Span, later: &Later) -> Finding {
    let finding = site.finding_of(&CODE, format!("`{path}` of `{of}` is not written, and a template cannot ask for it"), later);
    finding.label(declared, "it exists outside of the template").help(format!("write `{path} = ..` there, or leave it open in the template with `--keep-params`"))
}
