//! The smallest and the largest of several values.

use std::cmp::Ordering;

use super::{Function, Given};
use crate::eval::operators::compare;
use crate::program::Eval;

/// The smallest of several values of one ordered kind.
pub(super) const MIN: Function =
    Function { name: "min", shape: "min(value, value, ..)", run: |given| extreme(given, Ordering::Less) };

/// The largest of several values of one ordered kind.
pub(super) const MAX: Function =
    Function { name: "max", shape: "max(value, value, ..)", run: |given| extreme(given, Ordering::Greater) };

/// The value that stands in this order to all others.
fn extreme(given: &mut Given<'_, '_>, order: Ordering) -> Eval {
    let mut all = given.some()?.into_iter();
    let Some(mut best) = all.next() else { return given.misused() };
    for next in all {
        match compare(&next.0, &best.0) {
            None => return given.wrong(&next, "values of one kind that has an order"),
            Some(found) if found == order => best = next,
            Some(_) => {}
        }
    }
    Ok(best.0)
}
