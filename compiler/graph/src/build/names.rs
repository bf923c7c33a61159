use std::sync::Arc;

use rustc_hash::FxHashSet;

/// Texts that many edges share, each kept once.
#[derive(Debug, Default)]
pub(super) struct Names(FxHashSet<Arc<str>>);

impl Names {
    /// The one copy of a text.
    pub(super) fn of(&mut self, text: &str) -> Arc<str> {
        match self.0.get(text) {
            Some(known) => Arc::clone(known),
            None => {
                let name: Arc<str> = Arc::from(text);
                self.0.insert(Arc::clone(&name));
                name
            }
        }
    }
}
