use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Answers that are kept once they are computed, by name.
#[derive(Debug)]
pub(crate) struct Memo<T>(Mutex<BTreeMap<Box<str>, Arc<T>>>);

impl<T> Memo<T> {
    /// The answer for `name`, computed by `load` the first time.
    pub(crate) fn get(&self, name: &str, load: impl FnOnce() -> Option<T>) -> Option<Arc<T>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known.get(name) {
            return Some(answer.clone());
        }
        let answer = Arc::new(load()?);
        known.insert(name.into(), answer.clone());
        Some(answer)
    }
}

impl<T> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo(Mutex::new(BTreeMap::new()))
    }
}
