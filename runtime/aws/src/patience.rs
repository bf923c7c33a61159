use std::time::Duration;

use cloudc_provider::{Call, Class, Fault};

use crate::done;

/// How often in a row looking may fail before it is given up.
const FAILURES: u32 = 8;

/// How often something is looked at in the end.
const LONGEST: Duration = Duration::from_secs(10);

/// Looks at something again and again; that looking fails may pass.
#[derive(Debug)]
pub(crate) struct Looking {
    looking: cloudc_provider::Looking,
    failures: u32,
}

impl Looking {
    /// Begins to look at what a call is about: it may take as long as the program says, else as things of its type do.
    pub(crate) fn new(call: &Call) -> Looking {
        Looking::within(call.timeout.unwrap_or_else(|| done::of(call.ty.name()).longest))
    }

    /// Begins to look at what may take so long.
    pub(crate) fn within(longest: Duration) -> Looking {
        Looking { looking: cloudc_provider::Looking::new(longest, LONGEST), failures: 0 }
    }

    /// Whether it has not been looked at for longer than this.
    pub(crate) fn is_young(&self, age: Duration) -> bool {
        self.looking.is_young(age)
    }

    /// Waits until it is time to look again.
    ///
    /// # Errors
    /// It has taken too long.
    pub(crate) async fn wait(&mut self, what: &str) -> Result<(), Fault> {
        if self.looking.is_late() {
            return Err(Fault::new(Class::Failed, "Timeout", format!("{what} in time")));
        }
        self.looking.pause().await;
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
