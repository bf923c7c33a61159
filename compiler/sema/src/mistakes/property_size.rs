use cloudc_base::Finding;
use cloudc_facts::Bounds;

use super::property_range::between;
use crate::properties::Place;

super::code!("E0225" "property-size" "property_size.md");

/// A text, list or record has too few or too many of what it consists of: `unit`, in the singular and in the plural.
pub(crate) fn finding(place: &Place, bounds: Bounds<u64>, count: u64, unit: (&str, &str)) -> Finding {
    let bounds = Bounds { least: bounds.least.filter(|&least| least > 0 || bounds.most.is_none()), ..bounds };
    let unit = if bounds.most.or(bounds.least) == Some(1) { unit.0 } else { unit.1 };
    let message = format!("{} takes {} {unit}, and this has {count}", place.what(), between(bounds));
    Finding::new(&CODE, place.value, message)
}
