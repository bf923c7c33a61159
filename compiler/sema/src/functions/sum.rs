use cloudc_base::value::Value;
use cloudc_base::{Duration, Percent, Size};

use super::function::{Function, Param, Takes};

/// The values of a list added up: numbers, or values of one unit.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("list", Takes::List).known()],
    gives: "Number | Duration | Size | Percent",
    run: |call| {
        let list = call.list("list");
        let mut values = list.iter();
        let Some(first) = values.next() else { return Ok(Value::Int(0)) };
        let mut total = first.clone();
        for value in values {
            total = match added(&total, value) {
                Some(total) => total,
                None if total.kind() == value.kind() => return call.refuse("list", "the sum is too large"),
                None => return call.refuse("list", format!("{} and {} cannot be added", total.kind(), value.kind())),
            };
        }
        match total {
            Value::Int(_) | Value::Float(_) | Value::Duration(_) | Value::Size(_) | Value::Percent(_) => Ok(total),
            other => call.refuse("list", format!("{} cannot be added", other.kind())),
        }
    },
};

/// Two numbers, or two values of one unit; none if they cannot be added, or the result is too large.
fn added(a: &Value, b: &Value) -> Option<Value> {
    let float = |a: f64, b: f64| Some(a + b).filter(|sum| sum.is_finite()).map(Value::Float);
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.checked_add(*b).map(Value::Int),
        (Value::Float(a), Value::Float(b)) => float(*a, *b),
        (Value::Int(whole), Value::Float(other)) | (Value::Float(other), Value::Int(whole)) => {
            float(*whole as f64, *other)
        }
        (Value::Duration(a), Value::Duration(b)) => {
            a.count().checked_add(b.count()).map(|sum| Value::Duration(Duration::new(sum)))
        }
        (Value::Size(a), Value::Size(b)) => a.count().checked_add(b.count()).map(|sum| Value::Size(Size::new(sum))),
        (Value::Percent(a), Value::Percent(b)) => {
            a.count().checked_add(b.count()).map(|sum| Value::Percent(Percent::new(sum)))
        }
        _ => None,
    }
}
