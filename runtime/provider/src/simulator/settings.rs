use std::sync::Arc;
use std::time::Duration;

use crate::Timestamp;

/// How a simulated cloud behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The account that it plays.
    pub account: Arc<str>,
    /// The region of everything that names none.
    pub region: Arc<str>,
    /// What time it is when it is opened; it never goes back.
    pub now: Timestamp,
    /// How many calls at once each service takes.
    pub limit: usize,
    /// Whether an account's default quotas hold.
    pub quotas: bool,
    /// What goes wrong.
    pub faults: Faults,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            account: "000000000000".into(),
            region: "us-east-1".into(),
            now: Timestamp::default(),
            limit: 20,
            quotas: true,
            faults: Faults::default(),
        }
    }
}

/// What goes wrong in a simulated cloud, by chance, and the same each time for one seed. Chances are per thousand calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Faults {
    /// Decides what happens to which call.
    pub seed: u64,
    /// The call is refused because there are too many.
    pub throttled: u16,
    /// The cloud fails and does nothing.
    pub transient: u16,
    /// The call is carried out, and its answer gets lost.
    pub lost: u16,
    /// What is made never becomes ready, and is left behind.
    pub failed: u16,
    /// How long a change may take at most until others see it.
    pub settling: Duration,
}
