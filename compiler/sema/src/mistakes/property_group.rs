use cloudc_base::Finding;

use crate::properties::Place;

super::code!("E0229" "property-group" "property_group.md");

/// Of a group exactly one property must be set; `there` are those that are.
pub(crate) fn exactly_one(place: &Place, group: &[Box<str>], there: &[Box<str>]) -> Finding {
    let has = if there.is_empty() { "none".to_owned() } else { listed(there, " and ") };
    let message = format!("{} takes exactly one of {}, and this has {has}", place.what(), listed(group, ", "));
    Finding::new(&CODE, place.value, message)
}

/// Of a group at least one property must be set, and none is.
pub(crate) fn at_least_one(place: &Place, group: &[Box<str>], _: &[Box<str>]) -> Finding {
    let message = format!("{} needs at least one of {}", place.what(), listed(group, ", "));
    Finding::new(&CODE, place.value, message)
}

/// A property needs another beside it.
pub(crate) fn requires(place: &Place, name: &str, other: &str) -> Finding {
    Finding::new(&CODE, place.key(), format!("`{name}` needs `{other}` beside it"))
}

/// Two properties are set of which only one may be.
pub(crate) fn excludes(place: &Place, name: &str, other: &str) -> Finding {
    Finding::new(&CODE, place.key(), format!("`{name}` and `{other}` exclude each other"))
}

fn listed(names: &[Box<str>], between: &str) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(between)
}
