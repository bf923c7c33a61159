use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// The elements of several lists, one list after the other.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("list", Takes::List).many()],
    gives: "[Any]",
    run: |call| {
        let mut all = Vec::new();
        for given in call.many("list") {
            if let Value::List(values) = &given.value {
                all.extend(values.iter().cloned());
            }
        }
        Ok(Value::list(all))
    },
};
