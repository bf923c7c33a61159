use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// The first elements of a list, or characters of a text: so many, or all if there are fewer.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("of", Takes::One("[Any] | String", "a list or a String")), Param::new("count", Takes::Int)],
    gives: "[Any] | String",
    run: |call| {
        let Ok(count) = usize::try_from(call.int("count")) else {
            return call.refuse("count", "a count is not negative");
        };
        match call.value("of") {
            Value::List(values) => Ok(Value::list(values.iter().take(count).cloned())),
            Value::Text(text) => Ok(Value::text(text.chars().take(count).collect::<String>())),
            other => call.wrong("of", &other),
        }
    },
};
