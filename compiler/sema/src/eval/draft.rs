use std::sync::Arc;

use cloudc_base::value::{Entries, Value};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

/// A record being put together from members that may set parts of it (`tags.a = 1`): the parts stay open until it is sealed,
/// so that a thousand members that set parts of one record do not copy it a thousand times.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Its entries in order; where a part is open, something holds its place.
    entries: Entries,
    open: IndexMap<Arc<str>, Draft, FxBuildHasher>,
}

impl Draft {
    /// Whether an entry has been said, null or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.get(name).is_some()
    }

    /// Sets an entry, in its place if it was there.
    pub(super) fn set(&mut self, name: Arc<str>, value: Value) {
        self.open.swap_remove(&name);
        self.entries.set(name, value);
    }

    /// The record at an entry, to set parts of it; what was no record is replaced.
    pub(super) fn part(&mut self, name: &Arc<str>) -> &mut Draft {
        if !self.open.contains_key(name) {
            let entries = match self.entries.get(name) {
                Some(Value::Record(record)) => record.entries(),
                _ => Entries::new(),
            };
            self.entries.set(Arc::clone(name), Value::Bool(true));
            self.open.insert(Arc::clone(name), Draft { entries, open: IndexMap::default() });
        }
        self.open.entry(Arc::clone(name)).or_default()
    }

    /// The record. As deep as paths are long, which the text bounds.
    pub(super) fn seal(mut self) -> Value {
        for (name, part) in self.open {
            self.entries.set(name, part.seal());
        }
        self.entries.seal()
    }
}
