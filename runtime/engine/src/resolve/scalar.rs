use cloudc_base::value::Value;
use serde_json::{Value as Json, json};

use super::Unresolvable;

/// A known value without parts as JSON.
pub(super) fn json(value: &Value) -> Result<Json, Unresolvable> {
    match value {
        Value::Null => Ok(Json::Null),
        Value::Bool(value) => Ok(json!(value)),
        Value::Int(number) => Ok(json!(number)),
        Value::Float(number) if number.is_finite() => Ok(json!(number)),
        Value::Text(text) => Ok(json!(text)),
        Value::Cidr(_) | Value::Ip(_) => Ok(json!(value.to_string())),
        other => Err(Unresolvable::Kind(other.kind())),
    }
}
