use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// The text of a file below the program's root.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("path", Takes::Text)],
    gives: "String",
    run: |call| Ok(Value::Text(call.read("path")?)),
};
