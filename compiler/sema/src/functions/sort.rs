use std::cmp::Ordering;

use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// The elements of a list from the smallest to the largest: of one kind that has an order.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("list", Takes::List).known()],
    gives: "[Any]",
    run: |call| {
        let mut values = call.list("list").to_vec();
        let order = values.first().and_then(order);
        let Some(order) = order.filter(|order| values.iter().all(|value| self::order(value) == Some(*order))) else {
            if values.is_empty() {
                return Ok(Value::list([]));
            }
            return call.refuse(
                "list",
                "values are sorted if they are of one kind: numbers, Strings, of one unit, or addresses",
            );
        };
        let floats = order == Order::Number && values.iter().any(|value| matches!(value, Value::Float(_)));
        values.sort_by(|a, b| compare(a, b, floats));
        Ok(Value::list(values))
    },
};

/// What is compared with one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Number,
    Text,
    Duration,
    Size,
    Percent,
    Ip,
    Cidr,
}

fn order(value: &Value) -> Option<Order> {
    match value {
        Value::Int(_) | Value::Float(_) => Some(Order::Number),
        Value::Text(_) => Some(Order::Text),
        Value::Duration(_) => Some(Order::Duration),
        Value::Size(_) => Some(Order::Size),
        Value::Percent(_) => Some(Order::Percent),
        Value::Ip(_) => Some(Order::Ip),
        Value::Cidr(_) => Some(Order::Cidr),
        _ => None,
    }
}

/// The order of two values of one kind. Where there are Floats among numbers all are compared as Floats: what is compared
/// once exactly and once not has no order.
fn compare(a: &Value, b: &Value, floats: bool) -> Ordering {
    let float = |value: &Value| match value {
        Value::Int(number) => *number as f64,
        Value::Float(number) => *number,
        _ => 0.0,
    };
    match (a, b) {
        _ if floats => float(a).total_cmp(&float(b)),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Duration(a), Value::Duration(b)) => a.cmp(b),
        (Value::Size(a), Value::Size(b)) => a.cmp(b),
        (Value::Percent(a), Value::Percent(b)) => a.cmp(b),
        (Value::Ip(a), Value::Ip(b)) => a.cmp(b),
        (Value::Cidr(a), Value::Cidr(b)) => a.cmp(b),
        _ => Ordering::Equal,
    }
}
