use cloudc_base::value::Value;

use super::Function;

/// What stands before the last `/` of a path.
pub(super) const FUNCTION: Function = Function {
    name: "folder",
    shape: "folder(path)",
    run: |given| {
        let [path] = given.exactly()?;
        let path = given.text(path)?;
        Ok(Value::text(path.rsplit_once('/').map_or("", |(folder, _)| folder)))
    },
};
