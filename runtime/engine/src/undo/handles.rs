use std::sync::Arc;

use base64::Engine as _;
use cloudc_base::value::{Entries, From, Later, Value};
use cloudc_facts::{Path, ResourceType};
use cloudc_state::{Document, Record};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value as Json};

use super::{NOWHERE, recipe, whole};
use crate::mark;

/// Shorter texts are no identifiers.
const SHORT: usize = 6;

/// Shorter texts are no names that were made up for a thing.
const NAME: usize = 12;

/// Shorter texts are no base64 of anything that matters.
const ENCODED: usize = 24;

/// What clouds call things: texts by which others referred to them, and where each is told.
#[derive(Debug, Default)]
pub(crate) struct Handles {
    /// By the address of the thing; longest first.
    of: FxHashMap<String, Vec<Handle>>,
    /// Those that are too short to be looked for everywhere.
    short: FxHashMap<String, Vec<Handle>>,
}

/// A text that a cloud told of a thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Handle {
    text: String,
    /// Where, in the cloud's model.
    path: String,
    /// Which piece of a list with commas it is: a broker among brokers.
    piece: Option<u32>,
}

impl Handles {
    pub(crate) fn of(document: &Document) -> Handles {
        let mut handles = Handles::default();
        for (address, record) in &document.resources {
            let (mut long, short): (Vec<Handle>, Vec<Handle>) =
                told_by(record).into_iter().partition(|handle| handle.text.len() >= SHORT);
            long.dedup_by(|a, b| a.text == b.text);
            handles.of.insert(address.clone(), long);
            handles.short.insert(address.clone(), short);
        }
        handles
    }

    /// A recorded value; what one of these things is called in it is a reference.
    pub(crate) fn value(&self, json: &Json, needs: &[&str]) -> Value {
        if let Some(recipe) = mark::is_secret(json) {
            return recipe::value(recipe, &|part| self.value(part, needs));
        }
        match json {
            Json::String(text) => self.text(text, needs),
            Json::Array(items) => Value::list(items.iter().map(|item| self.value(item, needs))),
            Json::Object(entries) => self.object(entries, needs),
            other => Value::of_json(other),
        }
    }

    fn object(&self, entries: &Map<String, Json>, needs: &[&str]) -> Value {
        let mut record = Entries::new();
        entries.iter().for_each(|(name, entry)| record.set(name.as_str(), self.value(entry, needs)));
        let beside: Vec<String> = record.iter().filter_map(|(_, value)| whose(value)).collect();
        for (name, entry) in entries {
            let short = entry.as_str().filter(|text| text.len() < SHORT);
            let found = short.and_then(|text| beside.iter().find_map(|of| self.counted(of, name, text)));
            if let Some(reference) = found {
                record.set(name.as_str(), reference);
            }
        }
        record.seal()
    }

    /// A short text beside a reference to a thing: what that thing tells by such a name, as `Version` beside the id of a
    /// template whose `LatestVersionNumber` it is.
    fn counted(&self, of: &str, name: &str, text: &str) -> Option<Value> {
        let told = self.short.get(of)?.iter().filter(|handle| handle.text == text && handle.path.contains(name));
        let latest = told.max_by_key(|handle| handle.path.starts_with("Latest"))?;
        Some(latest.reference(of))
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
        if parts.len() == 1 && rest.len() == text.len() {
            return self.encoded(text, needs).unwrap_or_else(|| Value::text(text));
        }
        if parts.len() == 1 {
            return parts.pop().unwrap_or(Value::Null);
        }
        Later::new(From::Joined(parts.into()), NOWHERE).value()
    }

    /// What a text of base64 stands for, if that refers to anything: the user data of machines.
    fn encoded(&self, text: &str, needs: &[&str]) -> Option<Value> {
        let bytes = base64::engine::general_purpose::STANDARD.decode(text).ok().filter(|_| text.len() >= ENCODED)?;
        let inside = self.text(&String::from_utf8(bytes).ok()?, needs);
        inside.later()?;
        Some(Later::new(From::Call { function: "base64", arguments: [inside].into() }, NOWHERE).value())
    }

    /// The first handle in a text, and of those that begin there the longest: where, how long, and what it refers to.
    fn first(&self, text: &str, needs: &[&str]) -> Option<(usize, usize, Value)> {
        let all =
            needs.iter().flat_map(|need| self.of.get(*need).into_iter().flatten().map(move |handle| (*need, handle)));
        let found = all.filter_map(|(need, handle)| Some((text.find(handle.text.as_str())?, need, handle)));
        let (at, need, handle) = found.min_by_key(|(at, _, handle)| (*at, usize::MAX - handle.text.len()))?;
        Some((at, handle.text.len(), handle.reference(need)))
    }
}

impl Handle {
    /// The value that reads it of the thing at an address.
    fn reference(&self, of: &str) -> Value {
        let from = From::Attribute { of: whole(of), path: self.path.as_str().into() };
        let attribute = Later::new(from, NOWHERE);
        let Some(index) = self.piece else { return attribute.value() };
        let arguments = [attribute.value(), Value::text(",")].into();
        let list = Arc::new(Later::new(From::Call { function: "split", arguments }, NOWHERE));
        Later::new(From::Element { of: list, index }, NOWHERE).value()
    }
}

/// What a cloud told of a thing and others may have taken from there.
fn told_by(record: &Record) -> Vec<Handle> {
    let mut handles = Vec::new();
    let mut visit = |place: &str, text: &str| {
        if text.is_empty() || record.get(place).and_then(Json::as_str) != Some(text) {
            return;
        }
        let whole = Handle { text: text.to_owned(), path: place.to_owned(), piece: None };
        let pieces = (0..).zip(text.split(',')).filter(|(_, piece)| piece.len() < text.len() && piece.len() >= SHORT);
        let pieces =
            pieces.map(|(index, piece)| Handle { text: piece.to_owned(), piece: Some(index), ..whole.clone() });
        handles.extend(pieces);
        handles.push(whole);
    };
    let ty = cloudc_facts::facts().resource_type(&record.ty);
    texts(&record.attributes, "", &mut |place, text| {
        if is_of_its_own(ty.as_deref(), place, text) {
            visit(place, text);
        }
    });
    if let Some(ty) = ty {
        for path in ty.identifier().iter().chain(ty.reference()) {
            let dotted = path.as_str().replace('/', ".");
            if let Some(text) = cloudc_provider::path::text(&record.properties, &dotted) {
                visit(&dotted, text);
            }
        }
    }
    handles.sort_by(|a, b| (b.text.len(), a).cmp(&(a.text.len(), b)));
    handles
}

/// Whether a text that a cloud told is one of this thing's own: neither a word, as `running`, nor what many have, as a zone.
fn is_of_its_own(ty: Option<&ResourceType>, place: &str, text: &str) -> bool {
    let among = |paths: &[Path]| paths.iter().any(|path| path.covers(place) || path.is_within(place));
    if ty.is_none_or(|ty| among(ty.identifier()) || among(ty.reference())) {
        return true;
    }
    let digits = text.contains(|letter: char| letter.is_ascii_digit());
    match ty.is_some_and(|ty| among(ty.read_only())) {
        true => digits || text.contains([':', '/', '.']),
        false => digits && text.contains('-') && text.len() >= NAME,
    }
}

/// The address of what a value reads, if it is nothing else.
fn whose(value: &Value) -> Option<String> {
    match value.later()?.from() {
        From::Attribute { of, .. } => Some(of.to_string()),
        _ => None,
    }
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
    fn what_many_have_is_nobodys_own() {
        let own = |ty: &str, place: &str, text: &str| {
            is_of_its_own(cloudc_facts::facts().resource_type(ty).as_deref(), place, text)
        };
        assert!(own("aws.cloudfront.Distribution", "Id", "EABCDEFGHIJKLM"));
        assert!(own("aws.ec2.VPC", "DefaultSecurityGroup", "sg-0123456789abcdef0"));
        assert!(own("aws.sqs.Queue", "QueueName", "shop-orders-queue-0c1d2e3f"));
        assert!(!own("aws.ec2.Instance", "Tenancy", "default") && !own("aws.ec2.Instance", "State.Name", "running"));
        assert!(!own("aws.ec2.Subnet", "AvailabilityZone", "eu-west-1a"));
    }

    #[test]
    fn what_a_thing_is_called_becomes_a_reference_to_it() {
        let handle = |text: &str, path: &str, piece| Handle { text: text.to_owned(), path: path.to_owned(), piece };
        let handles = vec![
            handle("arn:q-12345678", "Arn", None),
            handle("q-12345678", "Name", None),
            handle("b-1.broker", "Brokers", Some(1)),
        ];
        let short = vec![handle("1", "DefaultVersionNumber", None), handle("1", "LatestVersionNumber", None)];
        let handles = Handles {
            of: [("queue".to_owned(), handles)].into_iter().collect(),
            short: [("queue".to_owned(), short)].into_iter().collect(),
        };
        let shown = |json: Json| handles.value(&json, &["queue"]).to_string();
        assert_eq!(shown(json!("q-12345678")), "queue.Name");
        assert_eq!(shown(json!({ "a": ["x/arn:q-12345678/y"] })), r#"{ a = ["x/${queue.Arn}/y"] }"#);
        let versioned = json!({ "Id": "q-12345678", "Version": "1", "Count": "1" });
        assert_eq!(shown(versioned), r#"{ Count = "1", Id = queue.Name, Version = queue.LatestVersionNumber }"#);
        assert_eq!(shown(json!("b-1.broker")), "split(queue.Brokers, \",\")[1]");
        assert_eq!(handles.value(&json!("q-12345678"), &[]), Value::text("q-12345678"));
    }
}
