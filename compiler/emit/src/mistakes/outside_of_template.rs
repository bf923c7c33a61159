use cloudc_base::value::Later;
use cloudc_base::{Address, Finding, Span};

use super::Site;

super::code!("E0409" "outside-of-template" Error "outside_of_template.md");

/// Something in the template needs an attribute of what another engine makes.
pub(crate) fn finding(site: &Site<'_>, of: &Address, ty: &str, declared: Span, later: &Later) -> Finding {
    site.finding_of(&CODE, format!("this needs `{of}`, which is not in the template"), later)
        .label(declared, format!("`{ty}` is nothing that CloudFormation makes"))
        .help("use `cloudc apply`, which makes both, or give the value as a param")
}
