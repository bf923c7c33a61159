use cloudc_base::value::Value;

use super::Function;

/// Whether a value is secret: known now, also for a value that is not.
pub(super) const FUNCTION: Function = Function {
    name: "is_secret",
    shape: "is_secret(value)",
    run: |given| {
        let [value] = given.exactly()?;
        Ok(Value::Bool(value.0.is_secret()))
    },
};
