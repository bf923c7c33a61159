use std::time::Duration;

use cloudc_provider::{Call, Class, Fault};
use tokio::time::{Instant, sleep};

use crate::done;

/// How often in a row looking may fail before it is given up.
const FAILURES: u32 = 8;

/// Looks at something again and again, at longer and longer intervals.
#[derive(Debug)]
pub(crate) struct Looking {
    began: Instant,
    deadline: Instant,
    next: Duration,
    longest: Duration,
    failures: u32,
}

impl Looking {
    /// Begins to look at what a call is about: it may take as long as the program says, else as things of its type do.
    pub(crate) fn new(call: &Call) -> Looking {
        Looking::within(call.timeout.unwrap_or_else(|| done::of(call.ty.name()).longest))
    }

    /// Begins to look at what may take so long.
    pub(crate) fn within(longest: Duration) -> Looking {
        Looking {
            began: Instant::now(),
            deadline: Instant::now() + longest,
            next: Duration::from_millis(200),
            longest: Duration::from_secs(10),
            failures: 0,
        }
    }

    /// Whether it has not been looked at for longer than this.
    pub(crate) fn is_young(&self, age: Duration) -> bool {
        self.began.elapsed() < age
    }

    /// Waits until it is time to look again.
    ///
    /// # Errors
    /// It has taken too long.
    pub(crate) async fn wait(&mut self, what: &str) -> Result<(), Fault> {
        if self.deadline <= Instant::now() {
            return Err(Fault::new(Class::Failed, "Timeout", format!("{what} in time")));
        }
        sleep(self.next).await;
        self.next = (self.next * 3 / 2).min(self.longest);
        Ok(())
    }

    /// What looking gave; none if it failed in a way that may pass.
    ///
    /// # Errors
    /// It failed for good, or too often.
    pub(crate) fn seen<T>(&mut self, result: Result<T, Fault>) -> Result<Option<T>, Fault> {
        match result {
            Ok(value) => {
                self.failures = 0;
                Ok(Some(value))
            }
            Err(fault) => {
                self.failures += 1;
                let passes = matches!(fault.class, Class::Throttled | Class::Transient | Class::Lost);
                if passes && self.failures < FAILURES { Ok(None) } else { Err(fault) }
            }
        }
    }
}
