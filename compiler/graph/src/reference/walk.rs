use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use cloudc_base::{Address, Span};
use rustc_hash::FxHashSet;

use super::{Part, Reference};

/// A walk through one value. It keeps its own stack: values can be deeper than a thread's stack.
pub(super) struct Walk<'w, 'v> {
    /// Shared parts that need not be entered.
    known: &'w mut FxHashSet<usize>,
    /// Whether a shared part with references is entered each time; if not, entries are taken by name, so that what is
    /// found first is the same for equal values.
    again: bool,
    path: Vec<Part<'v>>,
    /// How many leaves are around: in a leaf the path stays the leaf's.
    leaves: usize,
    /// The shared parts around, outermost first, and whether a reference was found in them.
    open: Vec<(usize, bool)>,
    work: Vec<Work<'v>>,
}

enum Work<'v> {
    Value(&'v Value),
    Later(&'v Later),
    /// An entry or element and what stands there.
    Part(Part<'v>, &'v Value),
    /// Back out of an entry or element.
    Back,
    /// The end of a leaf.
    Leaf,
    /// The end of a shared part.
    Close,
}

impl<'w, 'v> Walk<'w, 'v> {
    pub(super) fn new(known: &'w mut FxHashSet<usize>, again: bool) -> Walk<'w, 'v> {
        Walk { known, again, path: Vec::new(), leaves: 0, open: Vec::new(), work: Vec::new() }
    }

    pub(super) fn run(mut self, value: &'v Value, visit: &mut dyn FnMut(Reference<'_, 'v>)) {
        let mut seen = FxHashSet::default();
        self.work.push(Work::Value(value));
        while let Some(work) = self.work.pop() {
            match work {
                Work::Value(value) => self.value(value, &mut seen, visit),
                Work::Later(later) => self.later(later, visit),
                Work::Part(_, value) if self.leaves > 0 => self.work.push(Work::Value(value)),
                Work::Part(part, value) => {
                    self.path.push(part);
                    self.work.push(Work::Back);
                    self.work.push(Work::Value(value));
                }
                Work::Back => drop(self.path.pop()),
                Work::Leaf => self.leaves = self.leaves.saturating_sub(1),
                Work::Close => self.close(&mut seen),
            }
        }
    }

    fn value(&mut self, value: &'v Value, seen: &mut FxHashSet<usize>, visit: &mut dyn FnMut(Reference<'_, 'v>)) {
        match value {
            Value::List(values) if self.enter(values, seen) => {
                let parts = values.iter().enumerate().rev();
                self.work.extend(parts.map(|(index, value)| Work::Part(Part::Index(index), value)));
            }
            Value::Record(record) if self.enter(record, seen) => {
                let mut entries: Vec<_> = record.iter().map(|(name, value)| (&**name, value)).collect();
                if !self.again {
                    entries.sort_unstable_by_key(|(name, _)| *name);
                }
                let parts = entries.into_iter().rev();
                self.work.extend(parts.map(|(name, value)| Work::Part(Part::Name(name), value)));
            }
            Value::Later(later) if self.enter(later, seen) => self.work.push(Work::Later(later)),
            Value::Handle(of) => self.found(of, None, None, visit),
            _ => {}
        }
    }

    fn later(&mut self, later: &'v Later, visit: &mut dyn FnMut(Reference<'_, 'v>)) {
        match later.from() {
            From::Attribute { of, path } => self.found(of, Some(path), Some(later.origin()), visit),
            From::Joined(parts) | From::Call { arguments: parts, .. } | From::Lookup { arguments: parts, .. } => {
                self.leaves += 1;
                self.work.push(Work::Leaf);
                self.work.extend(parts.iter().rev().map(Work::Value));
            }
            From::Element { of, .. } => self.work.push(Work::Later(of)),
            From::App(_) | From::Secret(_) | From::Param(_) => {}
        }
    }

    fn found(
        &mut self,
        of: &'v Address,
        attribute: Option<&'v str>,
        origin: Option<Span>,
        visit: &mut dyn FnMut(Reference<'_, 'v>),
    ) {
        if let Some((_, found)) = self.open.last_mut() {
            *found = true;
        }
        visit(Reference { path: &self.path, of, attribute, origin });
    }

    /// Whether to go into a part that may be shared.
    fn enter<T>(&mut self, part: &Arc<T>, seen: &mut FxHashSet<usize>) -> bool {
        if Arc::strong_count(part) < 2 {
            return true;
        }
        let at = Arc::as_ptr(part) as usize;
        if self.known.contains(&at) || seen.contains(&at) {
            return false;
        }
        self.open.push((at, false));
        self.work.push(Work::Close);
        true
    }

    fn close(&mut self, seen: &mut FxHashSet<usize>) {
        match self.open.pop() {
            Some((at, false)) => drop(self.known.insert(at)),
            Some((at, true)) => {
                if !self.again {
                    seen.insert(at);
                }
                if let Some((_, found)) = self.open.last_mut() {
                    *found = true;
                }
            }
            None => {}
        }
    }
}
