use std::collections::HashMap;

use cloudc_base::value::{List, Value};
use cloudc_facts::Literal;

use super::at::{At, dotted};
use super::node::{Child, Node};
use super::walk::{Found, Walk};
use crate::mistakes::{property_size, repeated_element};

impl Walk<'_, '_> {
    /// The elements of a list, how many there are, and whether one is there twice.
    pub(super) fn list(&mut self, node: &Node, values: &List, at: &At<'_>) {
        match &node.items {
            Some(items) => {
                values.iter().enumerate().for_each(|(index, value)| self.value(items.get(), value, &at.item(index)));
            }
            None if node.schema.is_condition() => {}
            None => values.iter().enumerate().for_each(|(index, value)| self.anything(value, &at.item(index))),
        }
        let (count, bounds) = (values.len() as u64, node.schema.item_count());
        if !bounds.contains(&count) {
            self.push(Found::new(at, move |place| {
                property_size::finding(place, bounds, count, ("element", "elements"))
            }));
        }
        if node.schema.unique() {
            self.repeated(values.iter().map(shown), &[], at);
        }
        for keys in [node.schema.unique_by(), node.schema.keys()] {
            if !keys.is_empty() {
                self.repeated(values.iter().map(|value| key(node, value, keys)), keys, at);
            }
        }
    }

    /// Reports elements whose key stands before; those without a key are passed over.
    fn repeated(&mut self, each: impl Iterator<Item = Option<String>>, keys: &[Box<str>], at: &At<'_>) {
        let mut known: HashMap<String, usize> = HashMap::new();
        for (index, key) in each.enumerate() {
            let Some(key) = key else { continue };
            match known.get(&key) {
                Some(&first) if !self.is_wrong(&at.item(index)) => {
                    let (first, keys) = (dotted(&at.item(first).steps()), Box::<[Box<str>]>::from(keys));
                    let make = move |place: &_| repeated_element::finding(place, &first, &keys);
                    self.push(Found::new(&at.item(index), make));
                }
                Some(_) => {}
                None => drop(known.insert(key, index)),
            }
        }
    }
}

/// What several properties of an element say together, their defaults included; none if one is not known.
fn key(node: &Node, value: &Value, keys: &[Box<str>]) -> Option<String> {
    let Value::Record(record) = value else { return None };
    let items = node.items.as_ref()?.get();
    let part = |name: &str| match record.get(name) {
        Some(Value::Null) | None => match items.child(name) {
            Child::Listed([one]) => one.schema.default().and_then(Literal::text).map(|text| format!("{text:?}")),
            _ => None,
        },
        Some(value) => shown(value),
    };
    keys.iter().map(|name| part(name)).collect::<Option<Vec<String>>>().map(|parts| parts.join(" "))
}

/// A value as text by which it is compared; a secret is not shown, so nothing is known of it.
fn shown(value: &Value) -> Option<String> {
    (!value.is_secret()).then(|| value.to_string())
}
