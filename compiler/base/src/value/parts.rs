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
    pub(super) depth: u32,
    pub(super) secret: bool,
    pub(super) later: Option<Arc<Later>>,
}

impl Summary {
    pub(super) fn of<'v>(values: impl Iterator<Item = &'v Value>) -> Summary {
        values.fold(Summary { weight: 1, depth: 1, ..Summary::default() }, |all, value| Summary {
            weight: all.weight.saturating_add(value.weight()),
            depth: all.depth.max(value.depth().saturating_add(1)),
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
///
/// An entry that is null is as if not written (D7): it is not counted, shown, compared or gone through. That its name was
/// said is remembered all the same, so that reading it gives null.
#[derive(Debug, Clone, Default)]
pub struct Entries {
    all: IndexMap<Arc<str>, Value, FxBuildHasher>,
    /// How many of them are null.
    nulls: usize,
}

impl Entries {
    /// No entries.
    pub fn new() -> Entries {
        Entries::default()
    }

    /// Sets an entry; the old value, if there was one, is replaced in its place.
    pub fn set(&mut self, name: impl Into<Arc<str>>, value: Value) {
        self.nulls += usize::from(value == Value::Null);
        if self.all.insert(name.into(), value) == Some(Value::Null) {
            self.nulls -= 1;
        }
    }

    /// The entry of this name; null if its name was said and nothing else.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.all.get(name)
    }

    /// All entries in order, without those that are null.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &Value)> {
        Written { all: self.all.iter(), left: self.all.len() - self.nulls }
    }

    /// The record of these entries.
    pub fn seal(mut self) -> Value {
        self.all.shrink_to_fit();
        let summary = Summary::of(self.all.values());
        Value::Record(Arc::new(Record { entries: self, summary }))
    }
}

impl PartialEq for Entries {
    fn eq(&self, other: &Entries) -> bool {
        self.iter().len() == other.iter().len()
            && self.iter().all(|(name, value)| other.get(name).is_some_and(|other| value == other))
    }
}

/// The entries that are not null.
struct Written<'e> {
    all: indexmap::map::Iter<'e, Arc<str>, Value>,
    left: usize,
}

impl<'e> Iterator for Written<'e> {
    type Item = (&'e Arc<str>, &'e Value);

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.all.find(|(_, value)| **value != Value::Null)?;
        self.left = self.left.saturating_sub(1);
        Some(next)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Written<'_> {}

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
        self.entries == other.entries
    }
}
