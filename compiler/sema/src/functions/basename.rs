use cloudc_base::value::Value;

use super::Function;

/// What stands behind the last `/` of a path.
pub(super) const FUNCTION: Function = Function {
    name: "basename",
    shape: "basename(path)",
    run: |given| {
        let [path] = given.exactly()?;
        let path = given.text(path)?;
        Ok(Value::text(path.rsplit('/').next().unwrap_or("")))
    },
};
