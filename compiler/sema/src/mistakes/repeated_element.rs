use cloudc_base::Finding;

use crate::properties::Place;

super::code!("E0228" "repeated-element" "repeated_element.md");

/// An element of a list is the same as one before, `first`, or has the same `keys`.
pub(crate) fn finding(place: &Place, first: &str, keys: &[Box<str>]) -> Finding {
    let message = if keys.is_empty() {
        format!("{} is the same as `{first}`", place.what())
    } else {
        let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        format!("{} has the same {} as `{first}`", place.what(), keys.join(" and "))
    };
    Finding::new(&CODE, place.value, message)
}
