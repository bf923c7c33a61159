use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// Whether a value is secret: known now, also for a value that is not.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("value", Takes::Any).later()],
    gives: "Bool",
    run: |call| Ok(Value::Bool(call.value("value").is_secret())),
};
