//! Marks in JSON for what is not known: values that are known later, and secrets.
//!
//! A mark is an object with one entry whose name no cloud's model has.

use serde_json::{Value as Json, json};

const LATER: &str = "cloudc:later";
const PERHAPS: &str = "cloudc:perhaps";
const SECRET: &str = "cloudc:secret";

/// Whether an object of a program would be taken for a mark.
pub(crate) fn is_reserved(name: &str) -> bool {
    matches!(name, LATER | PERHAPS | SECRET)
}

/// The mark of a value that is known later: `shown` is how the program writes it. If `sure`, it will differ from what it is
/// now; otherwise it may.
pub fn later(shown: impl Into<String>, sure: bool) -> Json {
    let name = if sure { LATER } else { PERHAPS };
    json!({ name: shown.into() })
}

/// The mark of a secret: a recipe says where it comes from.
#[expect(clippy::needless_pass_by_value, reason = "it becomes a part of the mark")]
pub fn secret(recipe: Json) -> Json {
    json!({ SECRET: recipe })
}

/// How the program writes a value that is known later, and whether it will surely differ; none for other values.
pub fn is_later(value: &Json) -> Option<(&str, bool)> {
    let entry = |name| only(value, name).and_then(Json::as_str);
    entry(LATER).map(|shown| (shown, true)).or_else(|| entry(PERHAPS).map(|shown| (shown, false)))
}

/// The recipe of a secret; none for other values.
pub fn is_secret(value: &Json) -> Option<&Json> {
    only(value, SECRET)
}

/// Whether a value that is known later stands anywhere in it.
pub(crate) fn has_later(value: &Json) -> bool {
    match value {
        Json::Object(entries) => is_later(value).is_some() || entries.values().any(has_later),
        Json::Array(items) => items.iter().any(has_later),
        _ => false,
    }
}

/// Whether a secret stands anywhere in it.
pub fn has_secret(value: &Json) -> bool {
    match value {
        Json::Object(entries) => is_secret(value).is_some() || entries.values().any(has_secret),
        Json::Array(items) => items.iter().any(has_secret),
        _ => false,
    }
}

fn only<'j>(value: &'j Json, name: &str) -> Option<&'j Json> {
    value.as_object().filter(|entries| entries.len() == 1)?.get(name)
}
