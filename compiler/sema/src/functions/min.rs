use std::cmp::Ordering;

use super::Function;
use crate::eval::operators::compare;

/// The smallest of several values of one ordered kind.
pub(super) const FUNCTION: Function = Function {
    name: "min",
    shape: "min(value, value, ..)",
    run: |given| {
        let mut all = given.some()?.into_iter();
        let Some(mut best) = all.next() else { return given.misused() };
        for next in all {
            match compare(&next.0, &best.0) {
                None => return given.wrong(&next, "values of one kind that has an order"),
                Some(Ordering::Less) => best = next,
                Some(_) => {}
            }
        }
        Ok(best.0)
    },
};
