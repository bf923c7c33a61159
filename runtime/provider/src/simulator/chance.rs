use std::time::Duration;

use rustc_hash::FxHashMap;

use super::Faults;
use crate::{Class, Fault, Token};

/// How often faults meet one operation at most, so that trying again gets through.
const MOST: u32 = 3;

/// Decides what goes wrong with which call.
#[derive(Debug, Default)]
pub(super) struct Chance {
    faults: Faults,
    /// How often each operation has been tried, by what it is and its token.
    tries: FxHashMap<(&'static str, Token), u32>,
}

/// What happens to a call that is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It succeeds.
    Well,
    /// It succeeds and nobody learns of it.
    Lost,
    /// What it makes does not become ready.
    Failed,
}

impl Chance {
    pub(super) fn new(faults: Faults) -> Chance {
        Chance { faults, tries: FxHashMap::default() }
    }

    /// Decides about one call: refused at once, or carried out and then.
    pub(super) fn of(&mut self, what: &'static str, token: &Token) -> Result<Fate, Fault> {
        let tries = self.tries.entry((what, token.clone())).or_insert(0);
        *tries += 1;
        if *tries > MOST {
            return Ok(Fate::Well);
        }
        let roll = number(self.faults.seed, what, token, *tries) % 1000;
        let Faults { throttled, transient, lost, failed, .. } = self.faults;
        let ends = [throttled, transient, lost, failed].map(u64::from);
        let mut end = 0;
        let kind = ends.iter().position(|chance| {
            end += chance;
            roll < end
        });
        match kind {
            Some(0) => Err(Fault::new(Class::Throttled, "RequestLimitExceeded", "request limit exceeded")),
            Some(1) => Err(Fault::new(Class::Transient, "InternalFailure", "an internal error has occurred")),
            Some(2) => Ok(Fate::Lost),
            Some(_) => Ok(Fate::Failed),
            None => Ok(Fate::Well),
        }
    }

    /// How long it takes until others see what an operation did.
    pub(super) fn settling(&self, token: &Token) -> Duration {
        let most = u64::try_from(self.faults.settling.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(number(self.faults.seed, "settling", token, 0) % most.saturating_add(1).max(1))
    }
}

fn number(seed: u64, what: &str, token: &Token, tries: u32) -> u64 {
    let digits = Token::of(&[&seed.to_string(), what, token.as_str(), &tries.to_string()]);
    digits.as_str().get(..15).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_meets_the_same_calls_and_everything_gets_through() {
        let faults = Faults { seed: 7, throttled: 300, transient: 300, lost: 200, failed: 100, ..Faults::default() };
        let run = || {
            let mut chance = Chance::new(faults);
            let one = |n: usize| chance.of("create", &Token::of(&[&(n / 4).to_string()])).map_err(|fault| fault.class);
            (0..80).map(one).collect::<Vec<_>>()
        };
        let all = run();
        assert_eq!(all, run());
        assert!(all.iter().skip(3).step_by(4).all(|last| *last == Ok(Fate::Well)));
        assert!(
            all.contains(&Err(Class::Throttled)) && all.contains(&Ok(Fate::Lost)) && all.contains(&Ok(Fate::Failed))
        );
    }
}
