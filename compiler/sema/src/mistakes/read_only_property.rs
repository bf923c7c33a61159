use cloudc_base::Finding;

use crate::properties::Place;

super::code!("E0227" "read-only-property" "read_only_property.md");

/// A property is set that only the cloud sets.
pub(crate) fn finding(place: &Place) -> Finding {
    Finding::new(&CODE, place.key(), format!("{} is set by the cloud, not by a program", place.what()))
        .help(format!("take it out; elsewhere it can be read as `.{}` of this resource", place.path))
}
