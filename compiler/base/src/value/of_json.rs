use serde_json::Value as Json;

use super::{Entries, Value};

impl Value {
    /// What somebody tells in JSON: a whole number from -2^63 to 2^63 - 1 is an Int, any other number a Float.
    pub fn of_json(json: &Json) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Bool(flag) => Value::Bool(*flag),
            Json::Number(number) => match number.as_i64() {
                Some(whole) => Value::Int(whole),
                None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            Json::String(text) => Value::text(text),
            Json::Array(items) => Value::list(items.iter().map(Value::of_json)),
            Json::Object(entries) => {
                let mut record = Entries::new();
                entries.iter().for_each(|(name, entry)| record.set(name.as_str(), Value::of_json(entry)));
                record.seal()
            }
        }
    }
}
