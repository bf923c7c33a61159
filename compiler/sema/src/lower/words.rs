use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

/// Every text of a file once: names and properties repeat in all resources of a type.
#[derive(Debug, Default)]
pub(super) struct Words(RefCell<HashSet<Arc<str>, FxBuildHasher>>);

impl Words {
    /// The text, shared with all that are equal.
    pub(super) fn get(&self, text: &str) -> Arc<str> {
        let mut known = self.0.borrow_mut();
        if let Some(word) = known.get(text) {
            return Arc::clone(word);
        }
        let word: Arc<str> = Arc::from(text);
        known.insert(Arc::clone(&word));
        word
    }
}
