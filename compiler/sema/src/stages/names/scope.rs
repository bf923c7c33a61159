use std::collections::HashMap;
use std::sync::Arc;

use cloudc_base::Span;
use rustc_hash::FxBuildHasher;

/// The names that may be used at a place, with where they are declared.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Innermost last.
    names: Vec<(Arc<str>, Span)>,
    /// Where each name is declared, innermost last, and which of all names that is.
    known: HashMap<Arc<str>, Vec<(usize, Span)>, FxBuildHasher>,
}

impl Scope {
    pub(super) fn push(&mut self, (name, span): (Arc<str>, Span)) {
        self.known.entry(Arc::clone(&name)).or_default().push((self.names.len(), span));
        self.names.push((name, span));
    }

    /// All of them.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| &**name)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Leaves places: the names declared since there were so many.
    pub(super) fn truncate(&mut self, len: usize) {
        for (name, _) in self.names.drain(len.min(self.names.len())..) {
            if let Some(spans) = self.known.get_mut(&name) {
                spans.pop();
            }
        }
    }

    /// Where a name is declared, outermost first.
    pub(super) fn find(&self, name: &str) -> &[(usize, Span)] {
        self.known.get(name).map_or(&[], Vec::as_slice)
    }
}
