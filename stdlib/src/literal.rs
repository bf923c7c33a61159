use serde::Deserialize;
use serde_json::Value;

/// A value that a table spells out: one of the allowed ones, the only one, or a default.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(Box<str>),
    /// A list or an object, only as a default.
    Json(Value),
}

impl Literal {
    /// The string, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Literal::Text(text) = self { Some(text) } else { None }
    }
}

impl From<Value> for Literal {
    fn from(value: Value) -> Literal {
        match value {
            Value::Null => Literal::Null,
            Value::Bool(truth) => Literal::Bool(truth),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => Literal::Int(whole),
                None => Literal::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => Literal::Text(text.into()),
            Value::Array(_) | Value::Object(_) => Literal::Json(value),
        }
    }
}

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Literal, D::Error> {
        Value::deserialize(from).map(Literal::from)
    }
}
