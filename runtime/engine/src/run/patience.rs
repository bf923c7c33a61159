use std::time::Duration;

use cloudc_provider::{Class, Fault, Token};
use tokio::time::Instant;

/// How long what may pass is waited for, by class of fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patience {
    /// How often a call that was throttled is sent again.
    pub throttled: u32,
    /// How often a call is sent again after the cloud failed.
    pub transient: u32,
    /// How often a call without an answer is sent again.
    pub lost: u32,
    /// How long what a call refers to may not be seen.
    pub unseen: Duration,
    /// How long something may be being changed by others.
    pub busy: Duration,
    /// How long something may still be held by what is going.
    pub held: Duration,
    /// How long something may take to become ready where nobody says.
    pub ready: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            throttled: 12,
            transient: 6,
            lost: 5,
            unseen: Duration::from_secs(45),
            busy: Duration::from_secs(180),
            held: Duration::from_secs(300),
            ready: Duration::from_secs(7200),
        }
    }
}

/// The tries of one call.
#[derive(Debug)]
pub(crate) struct Tries<'p> {
    patience: &'p Patience,
    began: Instant,
    throttled: u32,
    transient: u32,
    lost: u32,
    /// How many tries there have been.
    count: u32,
    seed: u32,
}

impl<'p> Tries<'p> {
    pub(crate) fn new(patience: &'p Patience, token: &Token) -> Tries<'p> {
        let seed = token.as_str().get(..6).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0);
        Tries { patience, began: Instant::now(), throttled: 0, transient: 0, lost: 0, count: 0, seed }
    }

    /// How long to wait before the next try; none if there is no point in one.
    pub(crate) fn again(&mut self, fault: &Fault) -> Option<Duration> {
        self.count += 1;
        let passed = self.began.elapsed();
        let again = match fault.class {
            Class::Throttled => counted(&mut self.throttled, self.patience.throttled),
            Class::Transient => counted(&mut self.transient, self.patience.transient),
            Class::Lost => counted(&mut self.lost, self.patience.lost),
            Class::NotFound => passed < self.patience.unseen,
            Class::Conflict => passed < self.patience.busy,
            Class::Held => passed < self.patience.held,
            Class::Invalid | Class::Immutable | Class::Quota | Class::Denied | Class::Failed => false,
        };
        again.then(|| self.delay().max(fault.after.unwrap_or_default()))
    }

    /// Twice as long each time, up to half a minute, and a little different for each call, so that calls that were
    /// refused together do not come back together.
    fn delay(&self) -> Duration {
        let base = 250u64.saturating_mul(1 << self.count.min(7)).min(30_000);
        let part = u64::from(self.seed.wrapping_mul(self.count.wrapping_add(1)) % 1000);
        Duration::from_millis(base / 2 + base * part / 2000)
    }
}

fn counted(count: &mut u32, most: u32) -> bool {
    *count += 1;
    *count <= most
}
