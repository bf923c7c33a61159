use super::document::{Document, MAX_DEPTH, Unwritable, Writer, element, entry};
use crate::value::Value;

/// A value as JSON (RFC 8259): without blanks, in the order of the source, an Int as `3` and a Float as `100.0`.
///
/// # Errors
/// A unit, range, port or handle is in it, or it is too deep or too long.
pub fn json(value: &Value) -> Result<Document, Unwritable> {
    let mut writer = Writer::default();
    write(&mut writer, value, MAX_DEPTH)?;
    Ok(writer.finish())
}

fn write(out: &mut Writer, value: &Value, depth: usize) -> Result<(), Unwritable> {
    let inner = depth.checked_sub(1).ok_or(Unwritable::Deep)?;
    match value {
        Value::Later(later) => {
            out.leaf(later);
            Ok(())
        }
        Value::List(values) => {
            out.push("[")?;
            for (index, value) in values.iter().enumerate() {
                out.push(if index > 0 { "," } else { "" })?;
                write(out, value, inner).map_err(|error| error.below(|| element(index)))?;
            }
            out.push("]")
        }
        Value::Record(record) => {
            out.push("{")?;
            for (index, (name, value)) in record.iter().enumerate() {
                out.push(if index > 0 { "," } else { "" })?;
                out.push(&quoted(name))?;
                out.push(":")?;
                write(out, value, inner).map_err(|error| error.below(|| entry(name)))?;
            }
            out.push("}")
        }
        scalar => out.push(&self::scalar(scalar)?),
    }
}

/// A known value that has no parts.
fn scalar(value: &Value) -> Result<String, Unwritable> {
    match value {
        Value::Null => Ok("null".to_owned()),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Int(number) => Ok(number.to_string()),
        Value::Float(number) if number.is_finite() => Ok(format!("{number:?}")),
        Value::Text(text) => Ok(quoted(text)),
        Value::Cidr(_) | Value::Ip(_) => Ok(quoted(&value.to_string())),
        other => Err(Unwritable::Value(String::new(), other.clone())),
    }
}

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    // A text always has a spelling in JSON.
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{From, Later};
    use crate::{Duration, FileId, Span};

    #[test]
    fn values_are_written_in_their_order() {
        let value = Value::record([
            ("b", Value::list([Value::Int(3), Value::Float(100.0), Value::Null, Value::Bool(true)])),
            ("a \"q\"", Value::text("é\n\u{1}")),
            ("net", Value::Cidr("10.0.0.0/16".parse().unwrap())),
            ("none", Value::list([])),
        ]);
        let text = json(&value).unwrap().known().unwrap();
        let expected = r#"{"b":[3,100.0,null,true],"a \"q\"":"é\n\u0001","net":"10.0.0.0/16","none":[]}"#;
        assert_eq!(text, Value::text(expected));
    }

    #[test]
    fn units_are_found_where_they_stand() {
        let inner = Value::list([Value::Int(1), Value::Duration(Duration::new(1))]);
        let value = Value::record([("a", Value::record([("b-c", inner)]))]);
        let wrong = Unwritable::Value(".a[\"b-c\"][1]".to_owned(), Value::Duration(Duration::new(1)));
        assert_eq!(json(&value), Err(wrong));
    }

    #[test]
    fn later_values_are_places_of_their_own() {
        let later = Later::new(From::App("account".into()), Span::new(FileId::ROOT, 0, 0)).value();
        let document = json(&Value::list([Value::Int(1), later])).unwrap();
        assert!(
            matches!(document.parts(), [super::super::Part::Text(open), super::super::Part::Leaf(_), _] if open == "[1,")
        );
        assert!(matches!(document.known(), Err(Unwritable::Later(_))));
    }
}
