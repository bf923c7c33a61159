use cloudc_durable::LogError;

use crate::{KeyError, Owner};

/// Why a state cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Another run has it.
    #[error("another run has the state: {0}")]
    Locked(Box<Owner>),
    /// Another run has it and did not say which it is.
    #[error("another run has the state")]
    LockedByUnknown,
    /// Another run has taken it away from this one.
    #[error("the state was taken over by another run: {0}")]
    Stolen(Box<Owner>),
    /// The lock is gone: somebody removed it.
    #[error("the lock of the state was removed")]
    Unlocked,
    /// It was written by a newer version.
    #[error("the state has the format `{format}`, which this version of cloudc does not know")]
    Newer {
        /// The format.
        format: String,
    },
    /// It is of another program.
    #[error("what is here is the state of the program `{app}`")]
    OtherProgram {
        /// The program.
        app: String,
    },
    /// The snapshot is gone, and what was written beside it is there.
    #[error("the snapshot of the state is missing, and there was one")]
    Missing,
    /// It is not what was written.
    #[error("{what} of the state is not what was written")]
    Damaged {
        /// Which part.
        what: String,
    },
    /// A part of it is no JSON of its form.
    #[error("{what} cannot be read")]
    Unreadable {
        /// Which part.
        what: String,
        /// Why.
        source: serde_json::Error,
    },
    /// Batches of the journal are missing.
    #[error("the journal goes on with {after} behind {before}")]
    Gap {
        /// The serial before the gap.
        before: u64,
        /// The serial behind it.
        after: u64,
    },
    /// Snapshot and journal are of two documents.
    #[error("the journal belongs to another state")]
    Mixed,
    /// There is no version of this serial.
    #[error("the history has no version {0}")]
    NoVersion(u64),
    /// A document of another program, or one that was begun anew.
    #[error("that is no version of this state: it is of another program, or was begun anew")]
    Another,
    /// What is pushed is older than what is here.
    #[error("version {pushed} is older than what is recorded, which is version {here}")]
    Older {
        /// The one that was to be recorded.
        pushed: u64,
        /// The one that is.
        here: u64,
    },
    /// What is to be done needs every outcome to be known.
    #[error("the outcome of {0} operations is not known")]
    Pending(usize),
    /// A secret cannot be kept or opened.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The journal cannot be used.
    #[error("the journal cannot be used")]
    Journal(#[from] LogError),
    /// The operating system refuses.
    #[error("{what} of the state cannot be used")]
    Io {
        /// Which part.
        what: String,
        /// Why.
        source: std::io::Error,
    },
}
