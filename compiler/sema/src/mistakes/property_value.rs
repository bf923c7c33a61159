use cloudc_base::Finding;
use cloudc_base::value::Value;
use cloudc_facts::Bits;

use super::unknown_property;
use super::wrong_type::shown;
use crate::hir::ExprKind;
use crate::properties::{Place, either_of};

super::code!("E0223" "property-value" "property_value.md");

/// How many allowed values a message lists.
const LISTED: usize = 8;

/// From how many on it lists none.
const MANY: usize = 40;

/// A property takes one of some values, and this is none of them; `near` is what was probably meant.
pub(crate) fn finding(place: &Place, allowed: &[String], value: &Value, near: Option<&str>) -> Finding {
    let quoted: Vec<String> = allowed.iter().map(|value| format!("`{value}`")).collect();
    let wanted = if allowed.len() > MANY { format!("one of {} values", allowed.len()) } else { either_of(&quoted, LISTED) };
    let message = format!("{} takes {wanted}, and this is {}", place.what(), shown(value));
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
