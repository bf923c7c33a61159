use cloudc_base::value::Later;
use cloudc_base::{Address, Finding, Span};

use super::Site;

super::code!("E0405" "no-resource-type" Error "no_resource_type.md");

/// A value comes from a read of an API, which a template cannot do.
pub(crate) fn finding(site: &Site<'_>, of: &Address, ty: &str, declared: Span, later: &Later) -> Finding {
    site.finding_of(&CODE, format!("`{of}` is a read of an API, and a template cannot read"), later)
        .label(declared, format!("`{ty}` is no resource of CloudFormation"))
        .help("give what it answers as a param, or use `cloudc apply`, which reads")
}

/// A resource of a type that CloudFormation does not have.
pub(crate) fn resource(site: &Site<'_>, ty: &str) -> Finding {
    site.finding(&CODE, format!("`{ty}` is no resource type of CloudFormation"))
        .help("keep it out of the template, or use `cloudc apply`")
}
