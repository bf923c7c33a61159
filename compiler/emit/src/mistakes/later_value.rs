use cloudc_base::value::Later;
use cloudc_base::{Address, Finding};

use super::Site;

super::code!("E0416" "later-value" Error "later_value.md");

/// A manifest needs something that only the cloud knows, and nothing says how it gets there.
pub(crate) fn finding(site: &Site<'_>, of: &Address, place: &str, later: &Later) -> Finding {
    let what = match later.param() {
        _ if later.is_secret() => "a secret, which may stand in no file".to_owned(),
        Some(param) => format!("`{param}`, which is left open"),
        None => format!("`{later}`, which is known only when the cloud has made it"),
    };
    let message = format!("`{place}` of `{of}` needs {what}");
    site.finding_of(&CODE, message, later).help(
        "`--later placeholder` lists what is to be filled in, `--later external-secrets` takes it from a store; `cloudc apply` knows it",
    )
}
