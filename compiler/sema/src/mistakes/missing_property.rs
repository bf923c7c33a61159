use cloudc_base::Finding;

use crate::properties::Place;

super::code!("E0222" "missing-property" "missing_property.md");

/// Properties are not set that must be.
pub(crate) fn finding(place: &Place, names: &[Box<str>]) -> Finding {
    let needed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    Finding::new(&CODE, place.value, format!("{} needs {}", place.what(), needed.join(" and ")))
}
