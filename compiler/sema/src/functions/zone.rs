use cloudc_base::value::Value;

use super::call::short;
use super::function::{Function, Param, Takes};

/// The availability zone in a slot of the region; which it is, the account decides when it is applied.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("letter", Takes::Text)],
    gives: "String",
    run: |call| match &*call.text("letter") {
        letter @ ("a" | "b" | "c" | "d" | "e" | "f") => Ok(call.lookup("zone", Value::text(letter))),
        other => call.refuse("letter", format!("a zone is a letter from `a` to `f`, not {}", short(other))),
    },
};
