//! YAML, as values: read as `kubectl` reads it, which knows YAML 1.1 (`0644` is octal, `yes` is true, `1e3` a whole number).

use std::fmt;

use cloudc_base::value::{Entries, Value};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// Why a text is no YAML that a program takes in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// In this line, and why.
    Text(u64, String),
    /// It is too large, too deep, or refers to itself too often.
    Much,
}

/// The documents of a text. What the reader allows of size, depth and aliases is bounded by the reader.
pub(super) fn documents(text: &str) -> Result<Vec<Value>, Unread> {
    let mut plain = serde_saphyr::Options::default();
    plain.with_snippet = false;
    plain.legacy_octal_numbers = true;
    let read: Result<Vec<Document>, _> = serde_saphyr::from_multiple_with_options(text, plain);
    match read {
        Ok(documents) => Ok(documents.into_iter().map(|document| document.0).collect()),
        Err(error) => {
            let Some(at) = error.location() else { return Err(Unread::Much) };
            let why = error.to_string();
            // What the reader bounds so that no text can fill the machine: nodes, depth, aliases.
            if why.contains("budget breached") {
                return Err(Unread::Much);
            }
            let first = why.lines().next().unwrap_or_default().to_lowercase();
            Err(Unread::Text(at.line(), first))
        }
    }
}

/// A document, or a part of one.
struct Document(Value);

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Document, D::Error> {
        from.deserialize_any(Values).map(Document)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(Values)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        i64::try_from(value).map(Value::Int).map_err(|_| E::custom(format!("{value} is too large a number")))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        // Kubernetes reads JSON that is made of YAML, and there the number is written without what follows the point.
        let whole = value.is_finite() && value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0;
        #[allow(clippy::cast_possible_truncation, reason = "whole, and below 2^53")]
        Ok(if whole { Value::Int(value as i64) } else { Value::Float(value) })
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Document(value)) = from.next_element()? {
            values.push(value);
        }
        Ok(Value::list(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut entries = Entries::new();
        while let Some((name, Document(value))) = from.next_entry::<String, Document>()? {
            entries.set(name, value);
        }
        Ok(entries.seal())
    }
}
