use cloudc_base::value::Value;

use super::Function;

/// A number without what stands behind its dot.
pub(super) const FUNCTION: Function = Function {
    name: "int",
    shape: "int(number)",
    run: |given| {
        let [number] = given.exactly()?;
        match number.0 {
            Value::Int(number) => Ok(Value::Int(number)),
            Value::Float(float) if float.is_finite() && float.abs() < 9.0e18 => Ok(Value::Int(float.trunc() as i64)),
            Value::Float(_) => given.refuse(number.1, "this number is too large"),
            _ => given.wrong(&number, "a number"),
        }
    },
};
