use cloudc_base::value::Value;

use super::Function;

/// The values of a record's entries, in order.
pub(super) const FUNCTION: Function = Function {
    name: "values",
    shape: "values(record)",
    run: |given| {
        let [record] = given.exactly()?;
        Ok(Value::list(given.record(record)?.iter().map(|(_, value)| value.clone())))
    },
};
