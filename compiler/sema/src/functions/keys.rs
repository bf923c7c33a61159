use std::sync::Arc;

use cloudc_base::value::Value;

use super::Function;

/// The names of a record's entries, in order.
pub(super) const FUNCTION: Function = Function {
    name: "keys",
    shape: "keys(record)",
    run: |given| {
        let [record] = given.exactly()?;
        Ok(Value::list(given.record(record)?.iter().map(|(name, _)| Value::Text(Arc::clone(name)))))
    },
};
