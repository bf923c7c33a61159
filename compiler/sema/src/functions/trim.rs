use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// A text without the blanks and line ends around it.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("text", Takes::Text)],
    gives: "String",
    run: |call| Ok(Value::text(call.text("text").trim())),
};
