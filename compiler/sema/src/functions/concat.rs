use cloudc_base::value::Value;

use super::Function;

/// The elements of several lists, one list after the other.
pub(super) const FUNCTION: Function = Function {
    name: "concat",
    shape: "concat(list, ..)",
    run: |given| {
        let mut all = Vec::new();
        for argument in given.some()? {
            all.extend(given.list(argument)?.iter().cloned());
        }
        Ok(Value::list(all))
    },
};
