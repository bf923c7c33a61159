use std::time::{Duration, SystemTime};

use cloudc_provider::{Class, Fault};

/// How often a call is sent at most.
const MOST: u32 = 6;

/// How long it takes at most until a call is sent again for the first time, in milliseconds; then twice as long each time.
const FIRST_PAUSE: u64 = 600;

/// How often a call that does no harm when it is sent twice has failed.
#[derive(Debug, Default)]
pub(super) struct Tries(u32);

impl Tries {
    /// Whether it is to be sent again after this, when the time has come.
    pub(super) async fn again(&mut self, fault: &Fault) -> bool {
        self.0 += 1;
        let passes = matches!(fault.class, Class::Throttled | Class::Transient | Class::Lost);
        if !passes || self.0 >= MOST {
            return false;
        }
        // Who were refused together are not to come back together: the clock's last digits are as good as dice.
        let dice = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().subsec_micros();
        tokio::time::sleep(Duration::from_millis(u64::from(dice) % (FIRST_PAUSE << (self.0 - 1)))).await;
        true
    }
}
