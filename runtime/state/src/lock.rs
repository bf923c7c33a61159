use std::fmt;

use cloudc_provider::Timestamp;
use serde::{Deserialize, Serialize};

/// Who has a state for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Drawn for each run: tells two runs apart.
    pub lease: String,
    /// Counts the owners.
    pub fence: u64,
    /// The user's name on the machine; empty if it is not known.
    #[serde(default)]
    pub user: String,
    /// The number of the process.
    pub process: u32,
    /// What it was called for: `apply`.
    pub command: String,
    /// Since when.
    pub since: Timestamp,
    /// Where locks cannot be asked whether their owner lives: the owner is taken for dead after this.
    pub expires: Timestamp,
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.command)?;
        if !self.user.is_empty() {
            write!(f, " of {}", self.user)?;
        }
        write!(f, ", process {}, since {}", self.process, self.since)
    }
}
