use cloudc_base::Finding;
use cloudc_base::value::Value;

use super::Site;

super::code!("E0406" "unspelt-value" Error "unspelt_value.md");

/// A value that templates have no spelling for.
pub(crate) fn finding(site: &Site<'_>, place: &str, value: &Value) -> Finding {
    with_way_out(site.finding(&CODE, format!("{} at `{place}` has no spelling in a template", value.kind())), value)
}

/// A value that manifests have no spelling for.
pub(crate) fn in_manifest(site: &Site<'_>, place: &str, value: &Value) -> Finding {
    with_way_out(site.finding(&CODE, format!("{} at `{place}` has no spelling in a manifest", value.kind())), value)
}

fn with_way_out(finding: Finding, value: &Value) -> Finding {
    match value {
        Value::Duration(_) => finding.help("divide it by its unit: `timeout / 1s`"),
        Value::Size(_) => finding.help("divide it by its unit: `memory / 1MiB`"),
        Value::Percent(_) => finding.help("divide it by its unit: `share / 1%`"),
        Value::Handle(_) => finding.help("name the attribute that is meant: its id or ARN"),
        _ => finding,
    }
}

/// A later value where a template cannot have one.
pub(crate) fn later(site: &Site<'_>, place: &str, why: &str) -> Finding {
    site.finding(&CODE, format!("`{place}` cannot be said in a template: {why}"))
}

/// A value where a manifest cannot have it.
pub(crate) fn manifest(site: &Site<'_>, place: &str, why: &str) -> Finding {
    site.finding(&CODE, format!("`{place}` cannot be said in a manifest: {why}"))
}
