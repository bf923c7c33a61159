use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// The elements of the lists in a list, one list after the other.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("lists", Takes::List)],
    gives: "[Any]",
    run: |call| {
        let lists = call.list("lists");
        let mut all = Vec::new();
        for inner in lists.iter() {
            match inner {
                Value::List(values) => all.extend(values.iter().cloned()),
                other => {
                    return call
                        .refuse("lists", format!("`flat` takes lists in a list, and this holds {}", other.kind()));
                }
            }
        }
        Ok(Value::list(all))
    },
};
