use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// Whether a text ends with another.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("text", Takes::Text), Param::new("part", Takes::Text)],
    gives: "Bool",
    run: |call| Ok(Value::Bool(call.text("text").ends_with(&*call.text("part")))),
};
