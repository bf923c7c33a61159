use cloudc_base::Finding;
use cloudc_base::value::Value;
use cloudc_facts::Bits;

use super::unknown_property;
use super::wrong_type::shown;
use crate::hir::ExprKind;
use crate::properties::Place;

super::code!("E0223" "property-value" "property_value.md");

/// How many allowed values a message lists.
const LISTED: usize = 8;

/// A property takes one of some values, and this is none of them; `near` is what was probably meant.
pub(crate) fn finding(place: &Place, allowed: &[String], value: &Value, near: Option<&str>) -> Finding {
    let message = format!("{} takes {}, and this is {}", place.what(), listed(allowed), shown(value));
    let finding = Finding::new(&CODE, place.value, message);
    let Some(near) = near else { return finding };
    let finding = finding.help(format!("did you mean `{near}`?"));
    match &place.expr {
        Some(expr) if matches!((&expr.kind, value), (ExprKind::Literal(Value::Text(_)), Value::Text(_))) => {
            finding.fix(format!("write `{near}`"), expr.span, format!("{near:?}"))
        }
        _ => finding,
    }
}

/// A value that the region of the resource does not offer.
pub(crate) fn region(place: &Place, text: &str) -> Finding {
    Finding::new(&CODE, place.value, format!("{} takes no `{text}` in this region", place.what()))
}

/// A value that the cluster's release of Kubernetes does not take.
pub(crate) fn release(place: &Place, value: &Value, releases: Bits) -> Finding {
    let releases = unknown_property::shown(releases);
    let message = format!("{} takes {} only in Kubernetes {releases}", place.what(), shown(value));
    Finding::new(&CODE, place.value, message).help("the cluster is of another release")
}

fn listed(allowed: &[String]) -> String {
    let quoted: Vec<String> = allowed.iter().take(LISTED).map(|value| format!("`{value}`")).collect();
    match (allowed.len().saturating_sub(LISTED), &quoted[..]) {
        (0, [before @ .., last]) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        (0, _) => quoted.join(""),
        (more, _) => format!("{} or one of {more} others", quoted.join(", ")),
    }
}
