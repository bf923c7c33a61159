use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// The values of a record's entries, in order.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("record", Takes::Record)],
    gives: "[Any]",
    run: |call| {
        let record = call.record("record");
        let entries = record.iter().flat_map(|record| record.iter());
        Ok(Value::list(entries.map(|(_, value)| value.clone())))
    },
};
