use cloudc_base::Finding;

use crate::properties::Place;

super::code!("E0230" "property-rule" "property_rule.md");

/// A property is set that may not be; why is said behind.
pub(crate) fn forbidden(place: &Place) -> Finding {
    Finding::new(&CODE, place.key(), format!("{} may not be set", place.what()))
}

/// A value may have one of several forms, and it has none, or `fit` of them at once. `forms` says what each has.
pub(crate) fn forms(place: &Place, fit: usize, forms: &[String]) -> Finding {
    let has = if fit == 0 { "none of them".to_owned() } else { format!("{fit} at once") };
    let message = format!("{} takes one of several forms, and this is {has}", place.what());
    let finding = Finding::new(&CODE, place.value, message);
    if forms.is_empty() { finding } else { finding.help(format!("it has {}", forms.join(", or "))) }
}

/// A value breaks a condition; `words` say what must be.
pub(crate) fn broken(place: &Place, words: Option<&str>) -> Finding {
    let message = match words {
        Some(words) => format!("{} takes only what is so: {words}", place.what()),
        None => format!("{} takes no such combination", place.what()),
    };
    Finding::new(&CODE, place.value, message)
}
