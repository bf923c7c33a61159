//! Properties that change only because they are taken from something else that does.

use cloudc_engine::{Step, is_later};
use cloudc_provider::path::Place;
use serde_json::Value as Json;

use super::address::{key, split};
use super::names::names;

/// How many names stand on a line.
const NAMED: usize = 4;

/// Stands for the key of whatever the line is about.
pub(super) const OWN_KEY: &str = "\u{0}";

/// A line that says from what a property is taken; none if it is more than that which changes.
pub(super) fn from(place: &Place, before: Option<&Json>, after: Option<&Json>, step: &Step) -> Option<String> {
    let mut shown = Vec::new();
    if before.is_none() || step.because.is_empty() || !only_later(before, after?, &mut shown) {
        return None;
    }
    let is_named = |address: &&String| shown.iter().any(|shown| shown.contains(address.as_str()));
    let addresses: Vec<&str> = step.because.iter().filter(is_named).map(String::as_str).collect();
    if addresses.is_empty() {
        return None;
    }
    // What goes through all keys alike is one line for all of them.
    let alike: Vec<String> = addresses.iter().map(|address| beside(address, &step.address)).collect();
    let text = names(alike.iter().map(String::as_str), NAMED);
    Some(format!("{place}: taken from {text}"))
}

/// An address as the line of another shows it: a key that both have stands for that of the line.
pub(super) fn beside(address: &str, own: &str) -> String {
    let own = key(split(own).1).1.filter(|own| key(split(address).1).1 == Some(own));
    let head = own.and_then(|own| address.strip_suffix(&format!("{own}]")));
    head.map_or_else(|| address.to_owned(), |head| format!("{head}{OWN_KEY}]"))
}

/// Whether two values differ only where the new one is known later; how the program writes those values.
fn only_later<'j>(before: Option<&Json>, after: &'j Json, shown: &mut Vec<&'j str>) -> bool {
    if let Some((text, _)) = is_later(after) {
        shown.push(text);
        return true;
    }
    match (before, after) {
        (Some(before), after) if before == after => true,
        (Some(Json::Array(old)), Json::Array(new)) if old.len() == new.len() => {
            old.iter().zip(new).all(|(old, new)| only_later(Some(old), new, shown))
        }
        (Some(Json::Object(old)), Json::Object(new)) if old.len() == new.len() => {
            new.iter().all(|(name, new)| only_later(old.get(name), new, shown))
        }
        _ => false,
    }
}
