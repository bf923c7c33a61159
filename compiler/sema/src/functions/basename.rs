use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// What stands behind the last `/` of a path.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("path", Takes::Text)],
    gives: "String",
    run: |call| Ok(Value::text(call.text("path").rsplit('/').next().unwrap_or_default())),
};
