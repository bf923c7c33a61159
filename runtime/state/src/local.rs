use std::io;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use cloudc_durable::{Files, Held, Log};
use cloudc_provider::Timestamp;

use crate::store::{Kept, Store};
use crate::{Owner, StateError};

const SNAPSHOT: &str = "state.json";
const JOURNAL: &str = "journal.jsonl";
const OWNER: &str = "lock.json";
const NAME: &str = "lock";
const HISTORY: &str = "history";
/// How many versions the history holds.
const VERSIONS: usize = 100;
/// How long an owner that nobody can ask is taken for alive.
const LEASE: Duration = Duration::from_secs(600);

/// A state in a folder.
///
/// The lock is one of the operating system, which ends with its process; beside it stands who has it. On file systems
/// without locks only that is there, and its owner is taken for dead some minutes after it was last heard of.
#[derive(Debug)]
pub struct LocalStore {
    files: Arc<dyn Files>,
    journal: Option<Log>,
    held: Option<Box<dyn Held>>,
    owner: Option<Owner>,
    clock: fn() -> Timestamp,
}

impl LocalStore {
    /// The state in a folder.
    pub fn new(files: Arc<dyn Files>) -> LocalStore {
        LocalStore { files, journal: None, held: None, owner: None, clock: Timestamp::of_machine }
    }

    /// The same with another clock.
    #[must_use]
    pub fn with_clock(self, clock: fn() -> Timestamp) -> LocalStore {
        LocalStore { clock, ..self }
    }

    /// Who has the lock, as the folder says.
    fn written_owner(&self) -> Result<Option<Owner>, StateError> {
        let bytes = self.files.read(OWNER).map_err(wrong("the lock"))?;
        // What cannot be read names nobody.
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    fn write_owner(&self, owner: &Owner) -> Result<(), StateError> {
        let text = serde_json::to_string(owner)
            .map_err(|source| StateError::Unreadable { what: "the lock".into(), source })?;
        self.files.replace(OWNER, text.as_bytes()).map_err(wrong("the lock"))
    }

    /// Makes sure that the lock is still held, and that this is known.
    fn check(&mut self) -> Result<(), StateError> {
        let Some(own) = self.owner.clone() else { return Err(StateError::Unlocked) };
        match self.written_owner()? {
            Some(other) if other.lease != own.lease => Err(StateError::Stolen(Box::new(other))),
            None => Err(StateError::Unlocked),
            Some(_) => {
                let now = (self.clock)();
                if own.expires.since(now) < LEASE / 2 {
                    let renewed = Owner { expires: now.after(LEASE), ..own };
                    self.write_owner(&renewed)?;
                    self.owner = Some(renewed);
                }
                Ok(())
            }
        }
    }

    fn history(&self) -> Result<Vec<u64>, StateError> {
        let names = self.files.list(HISTORY).map_err(wrong("the history"))?;
        let serial = |name: &String| name.strip_suffix(".json")?.parse::<u64>().ok();
        Ok(names.iter().filter_map(serial).collect())
    }
}

#[async_trait]
impl Store for LocalStore {
    async fn lock(&mut self, owner: Owner) -> Result<Option<Owner>, StateError> {
        let before = self.written_owner()?;
        match self.files.hold(NAME) {
            Ok(Some(held)) => self.held = Some(held),
            Ok(None) => {
                return Err(before.map_or(StateError::LockedByUnknown, |owner| StateError::Locked(owner.into())));
            }
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                if let Some(alive) = before.clone().filter(|owner| (self.clock)() < owner.expires) {
                    return Err(StateError::Locked(Box::new(alive)));
                }
            }
            Err(error) => return Err(wrong("the lock")(error)),
        }
        let fence = before.as_ref().map_or(0, |owner| owner.fence) + 1;
        let owner = Owner { fence, expires: (self.clock)().after(LEASE), ..owner };
        self.write_owner(&owner)?;
        self.owner = Some(owner);
        Ok(before)
    }

    async fn unlock(&mut self) -> Result<(), StateError> {
        if self.owner.is_some() && self.check().is_ok() {
            self.files.remove(OWNER).map_err(wrong("the lock"))?;
        }
        (self.owner, self.held, self.journal) = (None, None, None);
        Ok(())
    }

    async fn break_lock(&mut self) -> Result<Option<Owner>, StateError> {
        let owner = self.written_owner()?;
        if matches!(self.files.hold(NAME), Ok(None)) {
            // The operating system says that its process lives; only its end frees the lock.
            return Err(owner.map_or(StateError::LockedByUnknown, |owner| StateError::Locked(owner.into())));
        }
        self.files.remove(OWNER).map_err(wrong("the lock"))?;
        Ok(owner)
    }

    async fn load(&mut self) -> Result<Kept, StateError> {
        let snapshot = self.files.read(SNAPSHOT).map_err(wrong("the snapshot"))?;
        let snapshot = snapshot.map(String::from_utf8).transpose();
        let snapshot = snapshot.map_err(|_| StateError::Damaged { what: "the snapshot".into() })?;
        let opened = match &self.owner {
            None => Log::peek(&*self.files, JOURNAL)?,
            Some(_) => {
                let (journal, opened) = Log::open(&*self.files, JOURNAL)?;
                self.journal = Some(journal);
                opened
            }
        };
        let mut objects = opened.objects.into_iter();
        Ok(Kept { snapshot, header: objects.next(), batches: objects.collect(), torn: opened.torn })
    }

    async fn append(&mut self, batch: &str) -> Result<(), StateError> {
        // Before, so that nothing is written into what is another's; after, so that whoever takes over later reads it.
        self.check()?;
        let Some(journal) = &mut self.journal else { return Err(StateError::Unlocked) };
        journal.write(batch)?;
        journal.sync()?;
        self.check()
    }

    async fn compact(&mut self, snapshot: &str, header: &str, serial: u64) -> Result<(), StateError> {
        self.check()?;
        let bytes = snapshot.as_bytes();
        self.files.replace(&format!("{HISTORY}/{serial:010}.json"), bytes).map_err(wrong("the history"))?;
        self.files.replace(SNAPSHOT, bytes).map_err(wrong("the snapshot"))?;
        self.journal = None;
        self.journal = Some(Log::rewrite(&*self.files, JOURNAL, [header.to_owned()].into_iter())?);
        let serials = self.history()?;
        for old in serials.iter().take(serials.len().saturating_sub(VERSIONS)) {
            self.files.remove(&format!("{HISTORY}/{old:010}.json")).map_err(wrong("the history"))?;
        }
        Ok(())
    }

    async fn versions(&mut self) -> Result<Vec<u64>, StateError> {
        self.history()
    }

    async fn version(&mut self, serial: u64) -> Result<Option<String>, StateError> {
        let bytes = self.files.read(&format!("{HISTORY}/{serial:010}.json")).map_err(wrong("the history"))?;
        Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
    }
}

fn wrong(what: &str) -> impl FnOnce(io::Error) -> StateError {
    let what = what.to_owned();
    move |source| StateError::Io { what, source }
}
