use std::sync::Arc;

use cloudc_base::value::{Entries, Value};

use super::function::{Function, Param, Takes};

/// The entries of several records; of two with one name, the later one.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("record", Takes::Record).many()],
    gives: "{Any}",
    run: |call| {
        let mut all = Entries::new();
        for given in call.many("record") {
            if let Value::Record(record) = &given.value {
                record.iter().for_each(|(name, value)| all.set(Arc::clone(name), value.clone()));
            }
        }
        Ok(all.seal())
    },
};
