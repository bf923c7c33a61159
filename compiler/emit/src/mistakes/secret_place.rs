use cloudc_base::value::Later;
use cloudc_base::{Address, Finding};

use super::Site;

super::code!("E0410" "secret-place" Error "secret_place.md");

/// A secret inside of a document: its value cannot be escaped there.
pub(crate) fn document(site: &Site<'_>, later: &Later) -> Finding {
    site.finding_of(&CODE, "a secret cannot be put into a document of a template".to_owned(), later)
        .help("give it a property of its own; `cloudc apply` puts secrets into documents")
}

/// A reference to a secret that CloudFormation does not understand.
pub(crate) fn reference(site: &Site<'_>, why: &str, later: &Later) -> Finding {
    site.finding_of(&CODE, format!("this reference to a secret is none that CloudFormation takes: {why}"), later)
        .help("`ssm:/path` or `secretsmanager:name`, with `#key` behind it for one entry of a secret in JSON")
}

/// A secret in an object that shows what it holds.
pub(crate) fn outside_of_secret(site: &Site<'_>, of: &Address, place: &str, later: &Later) -> Finding {
    site.finding_of(&CODE, format!("`{place}` of `{of}` would show a secret"), later)
        .help("put it into a `k8s.core.v1.Secret` and name that one here")
}
