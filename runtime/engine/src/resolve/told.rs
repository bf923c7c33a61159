use cloudc_base::value::{Entries, Value};
use serde_json::Value as Json;

/// What a cloud told, as a value of the language.
pub(crate) fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::text(text),
        Json::Array(items) => Value::list(items.iter().map(value)),
        Json::Object(entries) => {
            let mut record = Entries::new();
            entries.iter().for_each(|(name, entry)| record.set(name.as_str(), value(entry)));
            record.seal()
        }
    }
}
