//! Conditions of the facts in words: `` `Engine` is `mysql` or `postgres` ``.

use cloudc_facts::{Condition, Schema};

use super::node::{Lazy, Node};
use super::scalar::literal_text;
use super::words::either_of;

/// How many parts a description may have before it says nothing any more.
const PARTS: usize = 4;

/// How many values a description lists.
const VALUES: usize = 6;

/// What a condition asks, in words; none if that would be too long.
pub(super) fn when(node: &Node) -> Option<String> {
    let mut parts = Vec::new();
    entries(&node.schema, "", &mut parts)?;
    for condition in node.schema.conditions() {
        let Condition::Not(inner) = condition else { return None };
        let [only] = inner.required() else { return None };
        parts.push(format!("`{only}` is not set"));
    }
    (!parts.is_empty() && parts.len() <= PARTS).then(|| parts.join(" and "))
}

/// The conditions that say why something is wrong at a path, without those that say nothing: that it is set itself, or
/// that something is set of which more is said.
pub(super) fn telling<'b>(because: &'b [String], path: &str) -> impl Iterator<Item = &'b str> {
    let implied = move |words: &str| {
        let name = words.strip_prefix(" where `").and_then(|words| words.strip_suffix("` is set"));
        let more = |name: &str| because.iter().any(|other| other != words && other.contains(&format!("`{name}`")));
        name.is_some_and(|name| path.ends_with(name) || more(name))
    };
    because.iter().map(String::as_str).filter(move |words| !implied(words))
}

/// What a condition says of the properties of an object; none if there are no words for it.
fn entries(schema: &Schema, above: &str, parts: &mut Vec<String>) -> Option<()> {
    let mut named: Vec<Box<str>> = Vec::new();
    for (name, property) in schema.properties() {
        let before = parts.len();
        entry(&property, &format!("{above}{name}"), parts)?;
        if parts.len() > before {
            named.push(name);
        }
    }
    let only_there = schema.required().iter().filter(|name| !named.contains(name));
    parts.extend(only_there.map(|name| format!("`{above}{name}` is set")));
    for group in schema.at_least_one() {
        let names: Vec<String> = group.iter().map(|name| format!("`{above}{name}`")).collect();
        parts.push(format!("one of {} is set", names.join(", ")));
    }
    Some(())
}

/// What a condition says of a property.
fn entry(schema: &Schema, path: &str, parts: &mut Vec<String>) -> Option<()> {
    if schema.is_forbidden() {
        parts.push(format!("`{path}` is not set"));
        return Some(());
    }
    if let Some(words) = values(schema) {
        parts.push(format!("`{path}` is {words}"));
    } else if let Some(pattern) = schema.pattern() {
        parts.push(format!("`{path}` matches `{pattern}`"));
    } else if let Some(least) = schema.exclusive_range().least {
        parts.push(format!("`{path}` is above {least}"));
    }
    for condition in schema.conditions() {
        match condition {
            Condition::Not(inner) => parts.push(format!("`{path}` is not {}", values(&inner)?)),
            Condition::SomeItem(inner) => parts.push(format!("`{path}` has {}", values(&inner)?)),
            _ => return None,
        }
    }
    entries(schema, &format!("{path}."), parts)
}

/// The values that a schema allows; of many the first.
fn values(schema: &Schema) -> Option<String> {
    let mut allowed: Vec<String> = Vec::new();
    for literal in schema.allowed() {
        // Tables list a number also as the text that it becomes.
        let word = format!("`{}`", literal_text(literal));
        if !allowed.contains(&word) {
            allowed.push(word);
        }
    }
    (!allowed.is_empty()).then(|| either_of(&allowed, VALUES))
}

/// The forms that an object may have, by what each requires; empty if that does not tell them apart.
pub(super) fn forms(all: &[Lazy]) -> Vec<String> {
    let form = |one: &Lazy| {
        let mut names: Vec<Box<str>> = one.schema.required().to_vec();
        if names.is_empty() {
            names = one.schema.property_names();
        }
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        (!names.is_empty()).then(|| names.join(" with "))
    };
    all.iter().map(form).collect::<Option<Vec<String>>>().unwrap_or_default()
}
