//! Properties in the shapes that calls take.

use std::collections::{BTreeMap, HashMap};

use cloudc_provider::path::Place;
use cloudc_provider::{Change, path};
use serde_json::{Map, Value as Json};

/// A text; numbers and flags are texts too, as CloudFormation has it.
pub(crate) fn text(properties: &Json, place: &str) -> Option<String> {
    match path::get(properties, place)? {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// A whole number.
pub(crate) fn number(properties: &Json, place: &str) -> Option<i32> {
    text(properties, place)?.parse().ok()
}

/// A flag.
pub(crate) fn flag(properties: &Json, place: &str) -> Option<bool> {
    text(properties, place)?.parse().ok()
}

/// A list of texts.
pub(crate) fn texts(properties: &Json, place: &str) -> Option<Vec<String>> {
    let items = path::get(properties, place)?.as_array()?;
    Some(items.iter().filter_map(Json::as_str).map(str::to_owned).collect())
}

/// A list of objects; empty where there is none.
pub(crate) fn items<'j>(properties: &'j Json, place: &str) -> &'j [Json] {
    path::get(properties, place).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

/// A JSON document, as the text that is sent: it may be written as a text or as an object.
pub(crate) fn document(properties: &Json, place: &str) -> Option<String> {
    match path::get(properties, place)? {
        Json::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Entries without an order, sorted by their names.
#[expect(clippy::disallowed_methods, reason = "they are sorted at once")]
pub(crate) fn sorted(entries: &HashMap<String, String>) -> BTreeMap<&str, &str> {
    entries.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// A model made of what an answer told; what it did not tell is left out.
pub(crate) fn model<'m>(entries: impl IntoIterator<Item = (&'m str, Option<Json>)>) -> Json {
    let known = entries.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Json::Object(known.filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
}

/// What an answer told, as JSON.
pub(crate) fn told<T: Into<Json> + Clone>(value: Option<&T>) -> Option<Json> {
    value.cloned().map(Into::into)
}

/// What properties are to be after a change: where one is no longer written, what a new resource has.
pub(crate) fn with_defaults(change: &Change<'_>, defaults: &[(&str, Json)]) -> Json {
    let mut after = change.after.clone();
    for (name, value) in defaults {
        let place = Place::dotted(name);
        let differs = |changed: &Place| changed.covers(&place) || place.covers(changed);
        if place.of(&after).is_none() && change.places.iter().any(differs) {
            place.put(&mut after, Some(value.clone()));
        }
    }
    after
}

/// Whether a change is about a property.
pub(crate) fn is_about(change: &Change<'_>, name: &str) -> bool {
    change.places.iter().any(|place| place.steps().first().is_some_and(|step| step == name))
}

/// Whether a change is about these properties only.
pub(crate) fn is_only_about(change: &Change<'_>, names: &[&str]) -> bool {
    change.places.iter().all(|place| place.steps().first().is_some_and(|step| names.contains(&step.as_str())))
}

/// Whether what stands at a place, or each item of the list there, has no other properties than these.
pub(crate) fn holds_only(properties: &Json, place: &str, known: &[&str]) -> bool {
    match path::get(properties, place) {
        None => true,
        Some(Json::Array(items)) => items.iter().all(|item| are_among(item, known)),
        Some(inner) => are_among(inner, known),
    }
}

/// Whether all these properties are among those that a handler can write.
pub(crate) fn are_among(properties: &Json, known: &[&str]) -> bool {
    properties.as_object().is_some_and(|entries| entries.keys().all(|name| known.contains(&name.as_str())))
}
