use cloudc_base::value::Value;

use super::Function;

/// The elements of the lists in a list, one list after the other.
pub(super) const FUNCTION: Function = Function {
    name: "flat",
    shape: "flat(lists)",
    run: |given| {
        let [lists] = given.exactly()?;
        let span = lists.1;
        let mut all = Vec::new();
        for list in given.list(lists)?.iter() {
            all.extend(given.list((list.clone(), span))?.iter().cloned());
        }
        Ok(Value::list(all))
    },
};
