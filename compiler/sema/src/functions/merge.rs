use std::sync::Arc;

use cloudc_base::value::Entries;

use super::Function;

/// The entries of several records; of two with one name, the later one.
pub(super) const FUNCTION: Function = Function {
    name: "merge",
    shape: "merge(record, ..)",
    run: |given| {
        let mut all = Entries::new();
        for argument in given.some()? {
            given.record(argument)?.iter().for_each(|(name, value)| all.set(Arc::clone(name), value.clone()));
        }
        Ok(all.seal())
    },
};
