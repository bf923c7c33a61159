//! Names: of files and folders, and what objects are called.

use cloudc_base::value::Value;
use cloudc_base::{Address, Key};

use crate::ids::steps;

/// An address as names of Kubernetes are spelt: `edge.release["keda"]` is `edge-release-keda`.
pub(super) fn dashed(address: &Address) -> String {
    let words: Vec<String> = steps(address)
        .into_iter()
        .flat_map(|step| std::iter::once(step.name.to_string()).chain(step.keys.iter().map(key)))
        .collect();
    dns(&words.join("-"))
}

fn key(key: &Key) -> String {
    match key {
        Key::Text(text) => text.to_string(),
        Key::Number(number) => number.to_string(),
    }
}

/// A text as names of Kubernetes are spelt: small letters, digits, single dashes, at most 63.
pub(super) fn dns(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    let short: String = joined.chars().take(63).collect();
    let short = short.trim_end_matches('-');
    if short.is_empty() { "x".to_owned() } else { short.to_owned() }
}

/// Whether a text can be the value of a label: <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/>.
pub(super) fn is_label(text: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.len() <= 63 && ends(text.chars().next()) && ends(text.chars().next_back()) && text.chars().all(fits)
}

/// A known text in records.
pub(super) fn text<'v>(value: &'v Value, path: &[&str]) -> Option<&'v str> {
    let found = path.iter().try_fold(value, |value, name| match value {
        Value::Record(record) => record.get(name),
        _ => None,
    });
    match found {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelt_as_kubernetes_wants() {
        assert_eq!(dns("Car_Damage detect"), "car-damage-detect");
        assert_eq!(dns("__"), "x");
        assert_eq!(dns(&"ab_".repeat(40)).len(), 62);
        let lane = Address::root().keyed("lane", vec![Key::Text("a/b".into())]).child("map");
        assert_eq!(dashed(&lane), "lane-a-b-map");
    }

    #[test]
    fn labels_begin_and_end_with_letters_or_digits() {
        assert!(is_label("a") && is_label("a_b.c-d"));
        assert!(!is_label("") && !is_label("a_") && !is_label("a b") && !is_label(&"a".repeat(64)));
    }
}
