use cloudc_base::value::{Entries, From, Later, Value};
use cloudc_state::{Document, Record};
use rustc_hash::FxHashMap;
use serde_json::Value as Json;

use super::{NOWHERE, recipe, whole};
use crate::mark;
use crate::resolve::told;

/// Shorter texts are no identifiers.
const SHORT: usize = 6;

/// What clouds call things: texts by which others referred to them, and where each is told.
#[derive(Debug, Default)]
pub(crate) struct Handles {
    /// By the address of the thing: the text, and its path in the cloud's model; longest first.
    of: FxHashMap<String, Vec<(String, String)>>,
}

impl Handles {
    pub(crate) fn of(document: &Document) -> Handles {
        let each = document.resources.iter().filter(|(_, record)| record.kind.is_managed());
        Handles { of: each.map(|(address, record)| (address.clone(), told_by(record))).collect() }
    }

    /// A recorded value; what one of these things is called in it is a reference.
    pub(crate) fn value(&self, json: &Json, needs: &[&str]) -> Value {
        if let Some(recipe) = mark::is_secret(json) {
            return recipe::value(recipe, &|part| self.value(part, needs));
        }
        match json {
            Json::String(text) => self.text(text, needs),
            Json::Array(items) => Value::list(items.iter().map(|item| self.value(item, needs))),
            Json::Object(entries) => {
                let mut record = Entries::new();
                entries.iter().for_each(|(name, entry)| record.set(name.as_str(), self.value(entry, needs)));
                record.seal()
            }
            other => told::value(other),
        }
    }

    fn text(&self, text: &str, needs: &[&str]) -> Value {
        let mut parts: Vec<Value> = Vec::new();
        let mut rest = text;
        while let Some((at, length, reference)) = self.first(rest, needs) {
            parts.extend(rest.get(..at).filter(|before| !before.is_empty()).map(Value::text));
            parts.push(reference);
            rest = rest.get(at + length..).unwrap_or_default();
        }
        if !rest.is_empty() || parts.is_empty() {
            parts.push(Value::text(rest));
        }
        if parts.len() == 1 {
            return parts.pop().unwrap_or(Value::Null);
        }
        Later::new(From::Joined(parts.into()), NOWHERE).value()
    }

    /// The first handle in a text, and of those that begin there the longest: where, how long, and what it refers to.
    fn first(&self, text: &str, needs: &[&str]) -> Option<(usize, usize, Value)> {
        let all =
            needs.iter().flat_map(|need| self.of.get(*need).into_iter().flatten().map(move |handle| (*need, handle)));
        let found = all.filter_map(|(need, (handle, path))| Some((text.find(handle.as_str())?, need, handle, path)));
        let (at, need, handle, path) = found.min_by_key(|(at, _, handle, _)| (*at, usize::MAX - handle.len()))?;
        let from = From::Attribute { of: whole(need), path: path.as_str().into() };
        Some((at, handle.len(), Later::new(from, NOWHERE).value()))
    }
}

/// What a cloud told of a thing and others may have taken from there.
fn told_by(record: &Record) -> Vec<(String, String)> {
    let mut handles = Vec::new();
    let mut visit = |place: &str, text: &str| {
        if text.len() >= SHORT && record.get(place).and_then(Json::as_str) == Some(text) {
            handles.push((text.to_owned(), place.to_owned()));
        }
    };
    texts(&record.attributes, "", &mut visit);
    if let Some(ty) = cloudc_facts::facts().resource_type(&record.ty) {
        for path in ty.identifier().iter().chain(ty.reference()) {
            let dotted = path.as_str().replace('/', ".");
            if let Some(text) = cloudc_provider::path::text(&record.properties, &dotted) {
                visit(&dotted, text);
            }
        }
    }
    handles.sort_by(|a, b| (usize::MAX - a.0.len(), a).cmp(&(usize::MAX - b.0.len(), b)));
    handles.dedup_by(|a, b| a.0 == b.0);
    handles
}

fn texts(value: &Json, place: &str, visit: &mut dyn FnMut(&str, &str)) {
    let inner = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    match value {
        Json::String(text) => visit(place, text),
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| texts(item, &inner(&index.to_string()), visit));
        }
        Json::Object(entries) => entries.iter().for_each(|(name, entry)| texts(entry, &inner(name), visit)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_thing_is_called_becomes_a_reference_to_it() {
        let handles =
            vec![("arn:q-12345678".to_owned(), "Arn".to_owned()), ("q-12345678".to_owned(), "Name".to_owned())];
        let handles = Handles { of: [("queue".to_owned(), handles)].into_iter().collect() };
        let shown = |json: Json| handles.value(&json, &["queue"]).to_string();
        assert_eq!(shown(json!("q-12345678")), "queue.Name");
        assert_eq!(shown(json!({ "a": ["x/arn:q-12345678/y"] })), r#"{ a = ["x/${queue.Arn}/y"] }"#);
        assert_eq!(handles.value(&json!("q-12345678"), &[]), Value::text("q-12345678"));
    }
}
