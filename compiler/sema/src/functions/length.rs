use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// How many characters a text has, or elements a list, or entries a record.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("of", Takes::One("[Any] | {Any} | String", "a list, a record or a String"))],
    gives: "Int",
    run: |call| {
        let count = match call.value("of") {
            Value::List(values) => values.len(),
            Value::Record(record) => record.iter().len(),
            Value::Text(text) => text.chars().count(),
            other => return call.wrong("of", &other),
        };
        Ok(Value::Int(count as i64))
    },
};
