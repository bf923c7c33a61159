//! Lists and records. What is asked of all their parts is computed once, when they are made: parts are shared, and going
//! through all of them again and again would take time without bound.

use std::ops::Deref;
use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::{Later, Value};

/// What is known of parts together.
#[derive(Debug, Clone, Default)]
pub(super) struct Summary {
    pub(super) weight: u64,
    pub(super) secret: bool,
    pub(super) later: Option<Arc<Later>>,
}

impl Summary {
    pub(super) fn of<'v>(values: impl Iterator<Item = &'v Value>) -> Summary {
        values.fold(Summary { weight: 1, ..Summary::default() }, |all, value| Summary {
            weight: all.weight.saturating_add(value.weight()),
            secret: all.secret || value.is_secret(),
            later: all.later.or_else(|| value.later().cloned()),
        })
    }
}

/// Values in order.
#[derive(Debug, Clone)]
pub struct List {
    values: Box<[Value]>,
    summary: Summary,
}

impl List {
    /// A list of these values.
    pub fn new(values: Vec<Value>) -> List {
        List { summary: Summary::of(values.iter()), values: values.into() }
    }

    /// What is known of its values together.
    pub(super) fn summary(&self) -> &Summary {
        &self.summary
    }
}

impl Deref for List {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.values
    }
}

impl PartialEq for List {
    fn eq(&self, other: &List) -> bool {
        self.summary.weight == other.summary.weight && self.values == other.values
    }
}

/// Values by name, being put together; in the order in which they are first set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entries(IndexMap<Arc<str>, Value, FxBuildHasher>);

impl Entries {
    /// No entries.
    pub fn new() -> Entries {
        Entries::default()
    }

    /// Sets an entry; the old value, if there was one, is replaced in its place.
    pub fn set(&mut self, name: impl Into<Arc<str>>, value: Value) {
        self.0.insert(name.into(), value);
    }

    /// The entry of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// All entries in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &Value)> {
        self.0.iter()
    }

    /// The record of these entries.
    pub fn seal(mut self) -> Value {
        self.0.shrink_to_fit();
        let summary = Summary::of(self.0.values());
        Value::Record(Arc::new(Record { entries: self, summary }))
    }
}

/// Values by name, in the order in which they were written. Two are equal if they hold the same, in whatever order.
#[derive(Debug, Clone)]
pub struct Record {
    entries: Entries,
    summary: Summary,
}

impl Record {
    /// Its entries, to put another record together.
    pub fn entries(&self) -> Entries {
        self.entries.clone()
    }

    /// What is known of its values together.
    pub(super) fn summary(&self) -> &Summary {
        &self.summary
    }
}

impl Deref for Record {
    type Target = Entries;

    fn deref(&self) -> &Entries {
        &self.entries
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Record) -> bool {
        self.summary.weight == other.summary.weight && self.entries == other.entries
    }
}
