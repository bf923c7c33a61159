use cloudc_provider::{Timestamp, Token};

use crate::format::{self, Header};
use crate::journal::{Batch, replay};
use crate::store::{Kept, Store};
use crate::vault::Vault;
use crate::{Document, Entry, Owner, StateError};

/// A state that this process has for itself: the document, and the way to change it.
#[derive(Debug)]
pub struct State {
    store: Box<dyn Store>,
    document: Document,
    /// Who had the state last and never gave it back.
    interrupted: Option<Owner>,
    /// Whether the journal holds batches that the snapshot does not.
    dirty: bool,
    /// The keys of what is sealed in the document.
    pub(crate) vault: Vault,
}

impl State {
    /// Takes a program's state, or begins one; `command` is what the run was called for.
    ///
    /// # Errors
    /// Another run has it, or it cannot be read.
    pub async fn open(store: Box<dyn Store>, app: &str, command: &str) -> Result<State, StateError> {
        State::open_as(store, app, command, &draw(&["lineage", app])).await
    }

    /// The same; a state that is begun has this lineage. What an engine draws by chance follows from it.
    ///
    /// # Errors
    /// See [`State::open`].
    pub async fn open_as(
        mut store: Box<dyn Store>,
        app: &str,
        command: &str,
        lineage: &str,
    ) -> Result<State, StateError> {
        let interrupted = store.lock(owner(command)).await?;
        let (document, dirty) = match State::load(&mut store, Document::new(lineage, app)).await {
            Ok(opened) => opened,
            Err(error) => {
                let _kept = store.unlock().await;
                return Err(error);
            }
        };
        let mut state = State { store, document, interrupted, dirty, vault: Vault::default() };
        if state.dirty {
            state.compact().await?;
        }
        Ok(state)
    }

    async fn load(store: &mut Box<dyn Store>, new: Document) -> Result<(Document, bool), StateError> {
        let kept = store.load().await?;
        // A first version may be in the history before it is a snapshot; later ones never are.
        if kept.snapshot.is_none() && store.versions().await?.iter().any(|serial| *serial > 0) {
            return Err(StateError::Missing);
        }
        // A journal without its first line was begun and never used.
        let dirty = kept.snapshot.is_none() || kept.header.is_none() || !kept.batches.is_empty() || kept.torn;
        Ok((document(kept, new)?, dirty))
    }

    /// The document of a program, without taking it; what another run writes meanwhile may or may not be in it.
    pub async fn peek(store: &mut dyn Store, app: &str) -> Result<Document, StateError> {
        document(store.load().await?, Document::new("", app))
    }

    /// What is recorded.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Who had the state last and never gave it back: its process died.
    pub fn interrupted(&self) -> Option<&Owner> {
        self.interrupted.as_ref()
    }

    /// Writes what happened, durably, and takes it in. Until this returns nobody may act on it.
    pub async fn record(&mut self, entries: Vec<Entry>) -> Result<(), StateError> {
        if entries.is_empty() {
            return Ok(());
        }
        let entries = self.moved(entries).await?;
        let batch = Batch { serial: self.document.serial + 1, at: Timestamp::of_machine(), entries };
        let text = serde_json::to_string(&batch)
            .map_err(|source| StateError::Unreadable { what: "what happened".into(), source })?;
        self.dirty = true;
        self.store.append(&text).await?;
        self.document.serial = batch.serial;
        batch.entries.into_iter().for_each(|entry| self.document.apply(entry));
        Ok(())
    }

    /// Makes a snapshot and begins an empty journal.
    pub async fn compact(&mut self) -> Result<(), StateError> {
        let header = serde_json::to_string(&Header::of(&self.document))
            .map_err(|source| StateError::Unreadable { what: "the header".into(), source })?;
        let text = format::write(&self.document)?;
        self.store.compact(&text, &header, self.document.serial).await?;
        self.dirty = false;
        Ok(())
    }

    /// Makes sure that the history holds the document as it is now.
    pub async fn checkpoint(&mut self) -> Result<(), StateError> {
        if self.dirty { self.compact().await } else { Ok(()) }
    }

    /// An earlier version.
    ///
    /// # Errors
    /// There is no such version, or it cannot be read.
    pub async fn version(&mut self, serial: u64) -> Result<Document, StateError> {
        let text = self.store.version(serial).await?.ok_or(StateError::NoVersion(serial))?;
        let earlier = format::read(&text)?;
        if earlier.lineage == self.document.lineage { Ok(earlier) } else { Err(StateError::Mixed) }
    }

    /// Puts another document of the same lineage in the place of this one.
    ///
    /// # Errors
    /// It is of another state, or operations are pending whose outcome would be forgotten.
    pub async fn replace(&mut self, document: Document) -> Result<(), StateError> {
        if !self.document.pending.is_empty() {
            return Err(StateError::Pending(self.document.pending.len()));
        }
        let is_new = self.document.serial == 0;
        if document.app != self.document.app || (document.lineage != self.document.lineage && !is_new) {
            return Err(StateError::Another);
        }
        self.document = Document { serial: self.document.serial.max(document.serial) + 1, ..document };
        self.compact().await
    }

    /// Gives the state back.
    pub async fn close(mut self) -> Result<Document, StateError> {
        if self.dirty {
            self.compact().await?;
        }
        self.store.unlock().await?;
        Ok(self.document)
    }

    /// Makes an earlier version the newest one. What was made since is then not recorded.
    ///
    /// # Errors
    /// There is no such version, or operations are pending whose outcome would be forgotten.
    pub async fn roll_back(&mut self, serial: u64) -> Result<(), StateError> {
        let earlier = self.version(serial).await?;
        self.replace(earlier).await
    }
}

/// The document of what is kept; `new` if that is nothing.
fn document(kept: Kept, new: Document) -> Result<Document, StateError> {
    let header = kept.header.map(|header| {
        let what = || "the first line of the journal".to_owned();
        serde_json::from_str::<Header>(&header).map_err(|source| StateError::Unreadable { what: what(), source })
    });
    let header = header.transpose()?;
    let Some(snapshot) = kept.snapshot else {
        let is_new = kept.batches.is_empty() && header.is_none_or(|header| header.base == 0);
        return if is_new { Ok(new) } else { Err(StateError::Missing) };
    };
    let mut document = format::read(&snapshot)?;
    if document.app != new.app {
        return Err(StateError::OtherProgram { app: document.app });
    }
    if let Some(header) = header {
        if header.lineage != document.lineage {
            return Err(StateError::Mixed);
        }
        if header.base > document.serial {
            return Err(StateError::Gap { before: document.serial, after: header.base });
        }
    }
    replay(&mut document, &kept.batches)?;
    Ok(document)
}

fn owner(command: &str) -> Owner {
    let now = Timestamp::of_machine();
    let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
    let (process, command) = (std::process::id(), command.to_owned());
    Owner { lease: draw(&["lease", &command]), fence: 0, user, process, command, since: now, expires: now }
}

/// Something that is never drawn twice: the time, the process, and how the machine feels.
fn draw(parts: &[&str]) -> String {
    use std::hash::{BuildHasher, Hasher};
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_nanos();
    let chance = std::collections::hash_map::RandomState::new().build_hasher().finish();
    let own = [now.to_string(), std::process::id().to_string(), chance.to_string()];
    let parts: Vec<&str> = parts.iter().copied().chain(own.iter().map(String::as_str)).collect();
    Token::of(&parts).to_string()
}
