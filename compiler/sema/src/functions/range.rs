use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// The longest list of numbers: far more than a system has of anything.
const MAX: i64 = 100_000;

/// The whole numbers from 0, so many of them.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("count", Takes::Int)],
    gives: "[Int]",
    run: |call| match call.int("count") {
        count @ 0..=MAX => Ok(Value::list((0..count).map(Value::Int))),
        count => call.refuse("count", format!("a list has 0 to {MAX} numbers, not {count}")),
    },
};
