//! Places in JSON: names from the outside in, as the facts and the language spell them (`PrimaryEndPoint.Address`).

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// A place in an object that is compared, written and taken out: names from the outside in, none of them inside a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(Vec<String>);

impl Place {
    /// The place of these names.
    pub fn new(steps: impl IntoIterator<Item = impl Into<String>>) -> Place {
        Place(steps.into_iter().map(Into::into).collect())
    }

    /// The place that is written with dots.
    pub fn dotted(text: &str) -> Place {
        Place::new(text.split(['.', '/']).filter(|step| !step.is_empty()))
    }

    /// Its names.
    pub fn steps(&self) -> &[String] {
        &self.0
    }

    /// The place of this name in it.
    #[must_use]
    pub fn child(&self, name: &str) -> Place {
        Place(self.0.iter().cloned().chain([name.to_owned()]).collect())
    }

    /// Whether it is `other`, or holds it.
    pub fn covers(&self, other: &Place) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The value there, null too.
    pub fn of<'j>(&self, value: &'j Json) -> Option<&'j Json> {
        self.0.iter().try_fold(value, |value, step| value.as_object()?.get(step))
    }

    /// Makes it hold a value, or nothing.
    pub fn put(&self, value: &mut Json, new: Option<Json>) {
        let steps: Vec<&str> = self.0.iter().map(String::as_str).collect();
        match new {
            Some(new) => set_at(value, &steps, new),
            None => drop(remove_at(value, &steps)),
        }
    }
}

impl fmt::Display for Place {
    /// As a program would write it: `metadata.labels["app.kubernetes.io/name"]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            let plain = step.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
            match (plain, index) {
                (true, 0) => f.write_str(step)?,
                (true, _) => write!(f, ".{step}")?,
                (false, _) => write!(f, "[{step:?}]")?,
            }
        }
        Ok(())
    }
}

/// The value at a place, numbers standing for elements of lists; none if there is nothing, or null.
pub fn get<'j>(value: &'j Json, dotted: &str) -> Option<&'j Json> {
    let mut steps = dotted.split(['.', '/']).filter(|step| !step.is_empty());
    let found = steps.try_fold(value, |value, step| match value {
        Json::Object(entries) => entries.get(step),
        Json::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => None,
    });
    found.filter(|value| !value.is_null())
}

/// The text at a place, if there is one.
pub fn text<'j>(value: &'j Json, dotted: &str) -> Option<&'j str> {
    get(value, dotted)?.as_str()
}

/// Sets a place, making the objects on the way; nothing happens where something else than an object is in the way.
pub fn set(value: &mut Json, dotted: &str, new: Json) {
    let steps: Vec<&str> = dotted.split(['.', '/']).filter(|step| !step.is_empty()).collect();
    set_at(value, &steps, new);
}

fn set_at(value: &mut Json, steps: &[&str], new: Json) {
    let Some((last, way)) = steps.split_last() else { return };
    let mut at = value;
    for step in way {
        let Some(entries) = at.as_object_mut() else { return };
        at = entries.entry(*step).or_insert_with(|| Json::Object(Map::new()));
    }
    if let Some(entries) = at.as_object_mut() {
        entries.insert((*last).to_owned(), new);
    }
}

/// Takes a place out, and objects that are empty without it.
pub fn remove(value: &mut Json, dotted: &str) -> Option<Json> {
    let steps: Vec<&str> = dotted.split(['.', '/']).filter(|step| !step.is_empty()).collect();
    remove_at(value, &steps)
}

fn remove_at(value: &mut Json, steps: &[&str]) -> Option<Json> {
    let (first, rest) = steps.split_first()?;
    let entries = value.as_object_mut()?;
    if rest.is_empty() {
        return entries.remove(*first);
    }
    let inner = entries.get_mut(*first)?;
    let removed = remove_at(inner, rest)?;
    if inner.as_object().is_some_and(Map::is_empty) {
        entries.remove(*first);
    }
    Some(removed)
}

/// Visits every text in a value.
pub fn each_text<'j>(value: &'j Json, visit: &mut dyn FnMut(&'j str)) {
    match value {
        Json::String(text) => visit(text),
        Json::Array(items) => items.iter().for_each(|item| each_text(item, visit)),
        Json::Object(entries) => entries.values().for_each(|entry| each_text(entry, visit)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_are_set_read_and_taken_out() {
        let mut value = json!({ "a": [{ "b": 1 }], "n": null });
        set(&mut value, "x.y", json!(2));
        set(&mut value, "a/z", json!(3));
        assert_eq!(get(&value, "a.0.b"), Some(&json!(1)));
        assert_eq!((get(&value, "x/y"), get(&value, "n"), get(&value, "a.z")), (Some(&json!(2)), None, None));
        assert_eq!(remove(&mut value, "x.y"), Some(json!(2)));
        assert_eq!(value, json!({ "a": [{ "b": 1 }], "n": null }));
    }
}
