use cloudc_base::Finding;
use cloudc_base::value::Value;

use super::wrong_type::shown;
use crate::properties::Place;

super::code!("E0226" "property-text" "property_text.md");

/// The longest part of a pattern that a message shows, characters.
const SHOWN: usize = 100;

/// A text does not match the pattern of its property.
pub(crate) fn pattern(place: &Place, text: &str, pattern: &str) -> Finding {
    form(place, text, &format!("text that matches `{}`", cut(pattern)))
}

/// A text is not of the form that its property takes; `wanted` says of which.
pub(crate) fn form(place: &Place, text: &str, wanted: &str) -> Finding {
    let message = format!("{} takes {wanted}, and this is {}", place.what(), shown(&Value::text(text)));
    Finding::new(&CODE, place.value, message)
}

/// The name of an entry does not match the pattern of names there.
pub(crate) fn entry_name(place: &Place, pattern: &str) -> Finding {
    let message = format!("{} has a name that does not match `{}`", place.what(), cut(pattern));
    Finding::new(&CODE, place.key(), message)
}

/// The name of an entry is one that the cloud keeps for itself.
pub(crate) fn reserved_name(place: &Place) -> Finding {
    Finding::new(&CODE, place.key(), format!("{} has a name that may not stand there", place.what()))
}

fn cut(pattern: &str) -> String {
    match pattern.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}..", pattern.get(..end).unwrap_or_default()),
        None => pattern.to_owned(),
    }
}
