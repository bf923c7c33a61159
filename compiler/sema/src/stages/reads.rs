//! What is read of a resource (D22): what the program sets a property to, property by property, each computed once.

use std::sync::Arc;

use cloudc_base::value::{Entries, Record, Value};
use cloudc_base::{Address, Key, Span};
use cloudc_facts::Provider;
use cloudc_graph::Mode;

use crate::eval::MAX_NEEDS;
use crate::mistakes::cycle;
use crate::program::{Cell, Eval, Program, Resource};

/// What is seen of a property: which stage reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Reading {
    /// Instances and patches read what is written (D2).
    #[default]
    Written,
    /// Sentences and the properties of nodes read it with its patches.
    Patched,
    /// Rules read it so too, and what nobody wrote is null (E9).
    Ruled,
}

/// The longest name of most objects of Kubernetes (RFC 1123).
const MAX_NAME: usize = 253;

impl Program<'_> {
    /// What a property is set to; null where it is not set.
    pub(crate) fn set_to(&mut self, address: &Address, resource: &Resource, name: &Arc<str>, span: Span) -> Eval {
        let patched = self.stages.reading != Reading::Written && self.is_patched(address);
        let key = (address.clone(), Arc::clone(name), patched);
        let shown = || format!("{address}.{name}");
        match self.stages.reads.get(&key) {
            Some(Cell::Done(value)) => return value.clone(),
            Some(Cell::Running) => {
                let finding = cycle::finding(span, &shown(), &self.needs);
                return self.fail(finding);
            }
            None if self.needs.len() >= MAX_NEEDS => return self.fail(cycle::too_long(span, MAX_NEEDS)),
            None => {}
        }
        self.stages.reads.insert(key.clone(), Cell::Running);
        self.needs.push((shown().into(), span));
        let value = stacker::maybe_grow(1 << 20, 8 << 20, || self.compute_read(address, resource, name, patched));
        self.needs.pop();
        self.stages.reads.insert(key, Cell::Done(value.clone()));
        value
    }

    fn compute_read(&mut self, address: &Address, resource: &Resource, name: &str, patched: bool) -> Eval {
        let written = self.argument(resource.frame, &resource.body, name)?;
        let written = written.map_or(Value::Null, |(value, _)| value);
        let value = if patched { self.patched_property(address, resource, name, written)? } else { written };
        Ok(match named_at(resource).filter(|at| *at == name) {
            Some(_) => with_name(resource, address, value),
            None => value,
        })
    }

    /// The properties of a resource with the name that it has by its address, if nothing else names it (D33).
    pub(super) fn named(&self, address: &Address, resource: &Resource, properties: &Value) -> Value {
        let (Some(at), Value::Record(record)) = (named_at(resource), properties) else { return properties.clone() };
        let mut entries = record.entries();
        let value = with_name(resource, address, record.get(at).cloned().unwrap_or_default());
        entries.set(at, value);
        entries.seal()
    }
}

/// The property in which a resource that is made here is named by its address: an object of Kubernetes, a chart.
fn named_at(resource: &Resource) -> Option<&'static str> {
    match resource.ty.provider() {
        _ if resource.mode != Mode::Managed => None,
        Provider::Kubernetes => resource.ty.schema().at("metadata.name").map(|_| "metadata"),
        Provider::Helm => Some("name"),
        Provider::Aws => None,
    }
}

/// The property that names, with the name of the address where there is none.
fn with_name(resource: &Resource, address: &Address, value: Value) -> Value {
    let name = || Value::text(address_name(address));
    let has = |record: &Record, name: &str| record.get(name).is_some_and(|value| *value != Value::Null);
    match (resource.ty.provider(), &value) {
        (Provider::Helm, Value::Null) => name(),
        (Provider::Kubernetes, Value::Null) => Value::record([("name", name())]),
        (Provider::Kubernetes, Value::Record(record)) if !has(record, "name") && !has(record, "generateName") => {
            let mut entries = Entries::new();
            entries.set("name", name());
            record.iter().for_each(|(field, value)| entries.set(Arc::clone(field), value.clone()));
            entries.seal()
        }
        _ => value,
    }
}

/// An address as a name of Kubernetes: its names and keys with `-` between them.
fn address_name(address: &Address) -> String {
    let mut parts = Vec::new();
    let mut at = Some(address);
    while let Some((here, step)) = at.and_then(|here| Some((here, here.last()?))) {
        let keys = step.keys.iter().map(|key| match key {
            Key::Text(text) => text.to_string(),
            Key::Number(number) => number.to_string(),
        });
        let step: Vec<String> = std::iter::once(step.name.to_string()).chain(keys).collect();
        parts.push(step.join("-"));
        at = here.parent();
    }
    parts.reverse();
    let letters = parts.join("-");
    let letters = letters.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    let name: String = letters.skip_while(|c| *c == '-').take(MAX_NAME).collect();
    name.trim_end_matches('-').to_owned()
}
