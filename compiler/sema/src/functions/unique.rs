use cloudc_base::value::Value;
use rustc_hash::FxHashSet;

use super::function::{Function, Param, Takes};

/// The elements of a list, each once, where it stands first.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("list", Takes::List).known()],
    gives: "[Any]",
    run: |call| {
        let list = call.list("list");
        let mut seen: FxHashSet<(&str, String)> = FxHashSet::default();
        let mut kept = Vec::new();
        for value in list.iter() {
            if matches!(value, Value::List(_) | Value::Record(_) | Value::Range(_)) {
                return call.refuse(
                    "list",
                    format!("`unique` takes values without parts, and this list holds {}", value.kind()),
                );
            }
            if seen.insert((value.kind(), value.to_string())) {
                kept.push(value.clone());
            }
        }
        Ok(Value::list(kept))
    },
};
