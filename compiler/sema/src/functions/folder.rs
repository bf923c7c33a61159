use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// What stands before the last `/` of a path.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("path", Takes::Text)],
    gives: "String",
    run: |call| {
        let path = call.text("path");
        Ok(Value::text(match path.rsplit_once('/') {
            Some(("", _)) => "/",
            Some((folder, _)) => folder,
            None => "",
        }))
    },
};
