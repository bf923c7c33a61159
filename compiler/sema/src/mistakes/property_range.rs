use cloudc_base::Finding;
use cloudc_base::value::Value;
use cloudc_facts::Bounds;

use crate::properties::Place;

super::code!("E0224" "property-range" "property_range.md");

/// A number lies outside of what a property takes.
pub(crate) fn finding(place: &Place, range: Bounds<f64>, value: &Value) -> Finding {
    new(place, &between(range), value)
}

/// The same where the ends themselves are not taken.
pub(crate) fn exclusive(place: &Place, range: Bounds<f64>, value: &Value) -> Finding {
    let least = range.least.map(|least| format!("more than {least}"));
    let most = range.most.map(|most| format!("less than {most}"));
    let words: Vec<String> = least.into_iter().chain(most).collect();
    new(place, &words.join(" and "), value)
}

/// A number is no multiple of what it must be one of.
pub(crate) fn multiple(place: &Place, step: f64, value: &Value) -> Finding {
    new(place, &format!("a multiple of {step}"), value)
}

fn new(place: &Place, wanted: &str, value: &Value) -> Finding {
    Finding::new(&CODE, place.value, format!("{} takes {wanted}, and this is {value}", place.what()))
}

/// Bounds in words: `0 to 43200`, `at least 1`.
pub(super) fn between<T: std::fmt::Display>(bounds: Bounds<T>) -> String {
    match (bounds.least, bounds.most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "anything".to_owned(),
    }
}
