use cloudc_base::{Address, Finding};
use cloudc_base::value::Later;

use super::Site;

super::code!("E0402" "unreadable-attribute" Error "unreadable_attribute.md");

/// CloudFormation does not give an attribute back.
pub(crate) fn finding(site: &Site<'_>, of: &Address, path: &str, later: &Later) -> Finding {
    site.finding_of(&CODE, format!("CloudFormation does not tell `{path}` of `{of}`"), later)
        .help("write the property where the resource is declared: what a program writes it may also read")
}
