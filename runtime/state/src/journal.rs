use cloudc_provider::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Document, Entry, StateError};

/// Entries that are written together: all of them or none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// The document's serial once they are taken in.
    pub serial: u64,
    /// When they were written, by the machine's clock.
    pub at: Timestamp,
    /// What happened.
    pub entries: Vec<Entry>,
}

/// Takes in the batches of a journal that a document does not hold yet.
///
/// # Errors
/// A batch means nothing, or one is missing between.
pub(crate) fn replay(document: &mut Document, batches: &[String]) -> Result<(), StateError> {
    for (index, text) in batches.iter().enumerate() {
        let batch: Batch = serde_json::from_str(text)
            .map_err(|source| StateError::Unreadable { what: format!("entry {} of the journal", index + 1), source })?;
        if batch.serial <= document.serial {
            // A crash came between the snapshot and the end of the journal before it.
            continue;
        }
        if batch.serial != document.serial + 1 {
            return Err(StateError::Gap { before: document.serial, after: batch.serial });
        }
        document.serial = batch.serial;
        batch.entries.into_iter().for_each(|entry| document.apply(entry));
    }
    Ok(())
}
