use async_trait::async_trait;

use crate::{Owner, StateError};

/// Where a state is kept: texts, and a lock. What the texts mean is not known here.
#[async_trait]
pub trait Store: std::fmt::Debug + Send {
    /// Takes the lock; gives the owner before, if that one never gave it back.
    async fn lock(&mut self, owner: Owner) -> Result<Option<Owner>, StateError>;

    /// Gives the lock back.
    async fn unlock(&mut self) -> Result<(), StateError>;

    /// Takes the lock away from whoever has it, as far as this can be done; gives whom it was taken from.
    async fn break_lock(&mut self) -> Result<Option<Owner>, StateError>;

    /// What is kept.
    async fn load(&mut self) -> Result<Kept, StateError>;

    /// Adds a batch to the journal, durably, and makes sure that the lock is still held afterwards.
    async fn append(&mut self, batch: &str) -> Result<(), StateError>;

    /// Keeps a new snapshot, also in the history, and begins an empty journal.
    async fn compact(&mut self, snapshot: &str, header: &str, serial: u64) -> Result<(), StateError>;

    /// The serials of the versions in the history, oldest first.
    async fn versions(&mut self) -> Result<Vec<u64>, StateError>;

    /// The snapshot of a version.
    async fn version(&mut self, serial: u64) -> Result<Option<String>, StateError>;
}

/// What a store keeps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// The last snapshot.
    pub snapshot: Option<String>,
    /// The first line of the journal: to which snapshot it belongs.
    pub header: Option<String>,
    /// The batches of the journal.
    pub batches: Vec<String>,
    /// A crash tore the last batch; it is not among them.
    pub torn: bool,
}
