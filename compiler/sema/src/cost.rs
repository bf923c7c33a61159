//! What a program may cost: time and memory are counted in steps, and a program that needs too many is stopped.
//!
//! A step is what takes a part of a microsecond, or some fifty bytes: one expression, one element of a list. What takes more
//! pays more, before it is made. No clock is asked, so that the same program is stopped at the same place everywhere.

use cloudc_base::value::Value;
use cloudc_base::{Span, nearest};

use crate::mistakes::too_much;
use crate::program::{Eval, Program, Silent};

/// How many steps a program may make: some seconds, and less memory than a small machine has. A program of a hundred thousand
/// resources makes a part of them.
pub(crate) const MAX_STEPS: u32 = 40_000_000;

/// How many names a program's mistakes may be compared with, to suggest one.
pub(crate) const MAX_GUESSES: u32 = 3_000_000;

/// A frame: a taken branch, the turn of a loop that declares, an instance.
pub(crate) const FRAME: u64 = 20;

/// How many instances may stand in one another.
pub(crate) const MAX_NESTED: usize = 100;

/// A resource: its node in the graph, and what is asked of it there.
pub(crate) const RESOURCE: u64 = 100;

/// A finding that is kept.
pub(crate) const FINDING: u32 = 100;

/// A pair of a sentence: a look at both sides, and what it makes.
pub(crate) const PAIR: u64 = 50;

impl Program<'_> {
    /// Takes steps from those that the program may still make; says once that there are too few.
    pub(crate) fn pay(&mut self, steps: u64, span: Span) -> Eval<()> {
        let left = u32::try_from(steps).ok().and_then(|steps| self.steps.checked_sub(steps));
        match left {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => self.stop(span),
        }
    }

    /// The name that was probably meant. Each name that is looked at costs, and where much has been spent on it nothing is
    /// suggested any more.
    pub(crate) fn guess<'n>(&mut self, name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
        let left = &mut self.guesses;
        let names = names.into_iter().take_while(|_| {
            *left = left.saturating_sub(1);
            *left > 0
        });
        nearest(name, names).map(str::to_owned)
    }

    /// From here on nothing is computed that costs anything.
    fn stop<T>(&mut self, span: Span) -> Eval<T> {
        self.steps = 0;
        if std::mem::replace(&mut self.stopped, true) {
            return Err(Silent);
        }
        self.fail(too_much::steps(span))
    }
}

/// How many steps the memory of a value is worth, apart from what is in its parts: as many as writing it out takes.
pub(crate) fn size(value: &Value) -> u64 {
    match value {
        Value::List(values) => values.len() as u64,
        Value::Record(record) => record.iter().len() as u64,
        Value::Text(text) => text.len() as u64 / 64,
        _ => 0,
    }
}
