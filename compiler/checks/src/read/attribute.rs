use cloudc_base::Address;
use cloudc_base::value::{From, Later};

/// The thing and the path of the attribute that a later value is, or is an element of.
pub(crate) fn attribute_of(later: &Later) -> Option<(&Address, &str)> {
    let mut at = later;
    loop {
        match at.from() {
            From::Attribute { of, path } => return Some((of, path)),
            From::Element { of, .. } => at = of,
            _ => return None,
        }
    }
}
