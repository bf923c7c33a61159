use cloudc_base::Finding;
use cloudc_base::value::Later;

use super::Site;

super::code!("E0403" "unset-param" Error "unset_param.md");

/// A param without a value, where nothing is left open.
pub(crate) fn finding(site: &Site<'_>, name: &str, later: &Later) -> Finding {
    site.finding_of(&CODE, format!("`{name}` has no value"), later)
        .help(format!("give one with `--set {name}=..`, or leave it open in the template with `--keep-params`"))
}
