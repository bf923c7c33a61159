use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use cloudc_provider::Waiting;

use crate::Settings;

/// What calls share beside clients.
#[derive(Debug)]
pub(crate) struct Shared {
    /// The archives that the program's resources are made of, by their key.
    archives: Mutex<BTreeMap<String, Arc<[u8]>>>,
    /// What has to be built before it can be uploaded: each folder by its key.
    pub(crate) unbuilt: BTreeMap<String, String>,
    /// The folder that the paths of secrets are relative to.
    pub(crate) root: PathBuf,
    /// How often the request of an operation was refused for good, by its token: see [`Shared::request`].
    refused: Mutex<BTreeMap<String, u32>>,
    /// What there was before a creation was sent, by its token.
    before: Mutex<BTreeMap<String, String>>,
    /// How long calls wait.
    waiting: Mutex<Waiting>,
}

impl Shared {
    pub(crate) fn new(settings: Settings) -> Shared {
        let Settings { archives, unbuilt, root, .. } = settings;
        Shared {
            archives: Mutex::new(archives),
            unbuilt,
            root,
            refused: Mutex::default(),
            before: Mutex::default(),
            waiting: Mutex::default(),
        }
    }

    /// The token that a request of an operation is sent with.
    ///
    /// A service that knows tokens answers a request that failed with the same failure each time. The next try is a
    /// request of its own; whoever takes the operation up again comes by the same requests in the same order.
    pub(crate) fn request(&self, token: &str) -> String {
        match self.refused().get(token) {
            Some(count) => format!("{token}-{count}"),
            None => token.to_owned(),
        }
    }

    /// The request of an operation has failed.
    pub(crate) fn refuse(&self, token: &str) {
        *self.refused().entry(token.to_owned()).or_default() += 1;
    }

    /// What there was before a creation was sent for the first time: what is there later and is not in it, it made.
    pub(crate) fn remember(&self, token: &str, before: &str) {
        let mut all = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(token.to_owned()).or_insert_with(|| before.to_owned());
    }

    /// The same, if this process has sent it.
    pub(crate) fn remembered(&self, token: &str) -> Option<String> {
        self.before.lock().unwrap_or_else(PoisonError::into_inner).get(token).cloned()
    }

    /// The archive of a key, if it is of this program.
    pub(crate) fn archive(&self, key: &str) -> Option<Arc<[u8]>> {
        self.archives.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Whether the program has archives at all.
    pub(crate) fn has_archives(&self) -> bool {
        !self.archives.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// An archive was made.
    pub(crate) fn add(&self, key: &str, archive: Arc<[u8]>) {
        self.archives.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), archive);
    }

    /// How long calls wait for what they make.
    pub(crate) fn waiting(&self) -> Waiting {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says how long they wait from now on.
    pub(crate) fn wait_for(&self, waiting: Waiting) {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = waiting;
    }

    fn refused(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, u32>> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
