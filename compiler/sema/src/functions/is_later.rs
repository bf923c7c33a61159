use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// Whether a value is known later only: known now, since it is known from where the value comes.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("value", Takes::Any).later()],
    gives: "Bool",
    run: |call| Ok(Value::Bool(call.value("value").later().is_some())),
};
