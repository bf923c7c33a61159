use cloudc_base::value::{Record, Value};
use cloudc_facts::Types;

use super::at::At;
use super::meant::{Meant, meant};
use super::node::{Child, Lazy, Node};
use super::types::types_of;
use super::walk::{Found, Only, Purpose, Walk};
use crate::mistakes::unknown_property;
use crate::mistakes::{missing_property, property_rule, property_size, property_text, read_only_property};

impl Walk<'_, '_> {
    /// The entries of a record, then which of them are there.
    pub(super) fn object(&mut self, node: &Node, record: &Record, at: &At<'_>) {
        for (name, value) in record.iter().filter(|(_, value)| **value != Value::Null) {
            self.entry(node, value, name, at);
        }
        if self.purpose == Purpose::Create {
            self.required(node, record, at);
            self.together(node, record, at);
        }
        let (count, bounds) = (record.iter().len() as u64, node.schema.property_count());
        if !bounds.contains(&count) {
            self.push(Found::new(at, move |place| property_size::finding(place, bounds, count, ("entry", "entries"))));
        }
    }

    fn entry(&mut self, node: &Node, value: &Value, name: &str, above: &At<'_>) {
        let at = above.name(name);
        match node.child(name) {
            Child::Listed([one]) => self.property(node, one, value, &at),
            Child::Listed([]) | Child::Open if node.schema.is_condition() => {}
            Child::Listed([]) | Child::Open => self.anything(value, &at),
            Child::Listed(forms) => self.one_of_several(forms, value, &at),
            Child::Entry(inner) => self.value(inner, value, &at),
            Child::Unknown => match self.known.attributes.as_ref().filter(|_| above.is_root()) {
                Some(beside) if matches!(beside.get().child(name), Child::Listed(_)) => {
                    self.entry(beside.get(), value, name, above);
                }
                _ => self.unknown(node, name, above),
            },
        }
    }

    fn property(&mut self, node: &Node, property: &Lazy, value: &Value, at: &At<'_>) {
        let schema = &property.schema;
        if schema.is_forbidden() {
            return self.push(Found::new(at, property_rule::forbidden));
        }
        if !node.schema.is_condition() && self.purpose == Purpose::Create && self.known.is_read_only(at) {
            return self.push(Found::new(at, read_only_property::finding));
        }
        if let Some(releases) = schema.releases() {
            let found = Found::new(at, move |place| unknown_property::release(place, releases)).about(at, []);
            self.push(found.only(Only::NotInRelease(releases)));
        }
        // A policy that stands there as text is the matter of the type itself.
        match self.known.policy(at) {
            Some(policy) if types_of(self.program, value) == Types::OBJECT => self.value(policy, value, at),
            _ => self.value(property.get(), value, at),
        }
    }

    /// A property that has another form in each form of its object: the one that fits best is held against the value.
    fn one_of_several(&mut self, forms: &[Lazy], value: &Value, at: &At<'_>) {
        let before = self.found.len();
        let mut best: Option<Vec<Found>> = None;
        for form in forms.iter().filter(|form| !form.schema.is_forbidden()) {
            self.value(form.get(), value, at);
            let found = self.found.split_off(before);
            if best.as_ref().is_none_or(|best| found.len() < best.len()) {
                best = Some(found);
            }
        }
        self.found.extend(best.into_iter().flatten());
    }

    fn unknown(&mut self, node: &Node, name: &str, above: &At<'_>) {
        let at = above.name(name);
        if let Some(pattern) = node.name_pattern() {
            let pattern = pattern.to_owned();
            return self.push(Found::new(&at, move |place| property_text::entry_name(place, &pattern)));
        }
        if !above.is_root() && ["apiVersion", "kind"].contains(&name) && node.is_kind() {
            return;
        }
        let meant = meant(&node.schema, name);
        let names: Vec<String> = match &meant {
            Meant::Name(near) => vec![name.to_owned(), near.to_string()],
            _ => vec![name.to_owned()],
        };
        let found = Found::new(&at, move |place| unknown_property::finding(place, &meant));
        self.push(found.about(above, names.iter().map(String::as_str)));
    }

    /// The properties that must be there and are not, all in one finding.
    fn required(&mut self, node: &Node, record: &Record, at: &At<'_>) {
        let missing: Vec<Box<str>> =
            node.schema.required().iter().filter(|name| self.is_missing(record, name, at)).cloned().collect();
        if !missing.is_empty() {
            let names = missing.clone();
            let found = Found::new(at, move |place| missing_property::finding(place, &names));
            self.push(found.about(at, missing.iter().map(|name| &**name)));
        }
        for (name, releases) in
            node.schema.required_in().filter(|(name, _)| self.is_missing(record, name, at)).collect::<Vec<_>>()
        {
            let names = [Box::from(name)];
            let found = Found::new(at, move |place| missing_property::finding(place, &names)).about(at, []);
            self.push(found.only(Only::InRelease(releases)));
        }
    }

    /// Whether a property is not there, and no mistake says why.
    pub(super) fn is_missing(&self, record: &Record, name: &str, at: &At<'_>) -> bool {
        !is_there(record, name) && !self.is_wrong(&at.name(name))
    }
}

/// Whether an entry is there; null is as if not written (D7).
pub(super) fn is_there(record: &Record, name: &str) -> bool {
    record.get(name).is_some_and(|value| *value != Value::Null)
}
