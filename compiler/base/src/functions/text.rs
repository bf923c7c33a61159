use std::borrow::Cow;

use super::{MAX_TEXT, Unwritable};
use crate::value::Value;

/// How many parts a text may be split into.
const MAX_PARTS: usize = 1_000_000;

/// A value as the text that it becomes where a String is wanted (D8); none for other values.
pub fn plain(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Text(text) => Some(Cow::Borrowed(text)),
        Value::Int(_) | Value::Bool(_) | Value::Cidr(_) | Value::Ip(_) => Some(Cow::Owned(value.to_string())),
        _ => None,
    }
}

/// The bytes of a text in UTF-8, in base64 with padding (RFC 4648, section 4).
///
/// # Errors
/// It is no text, or too long.
pub fn base64(text: &Value) -> Result<Value, Unwritable> {
    use base64::Engine;
    let text = given(text)?;
    if text.len() / 3 * 4 > MAX_TEXT {
        return Err(Unwritable::Long);
    }
    Ok(Value::text(base64::engine::general_purpose::STANDARD.encode(text.as_bytes())))
}

/// Texts with another between them.
///
/// # Errors
/// One is no text, or together they are too long.
pub fn join(texts: &[Value], between: &Value) -> Result<Value, Unwritable> {
    let between = given(between)?;
    let mut joined = String::new();
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            joined.push_str(&between);
        }
        joined.push_str(&given(text).map_err(|error| error.below(|| format!("[{index}]")))?);
        if joined.len() > MAX_TEXT {
            return Err(Unwritable::Long);
        }
    }
    Ok(Value::text(joined))
}

/// The parts of a text between the places where another stands.
///
/// # Errors
/// One of them is no text, the other is empty, or there are too many parts.
pub fn split(text: &Value, between: &Value) -> Result<Value, Unwritable> {
    let (text, between) = (given(text)?, given(between)?);
    if between.is_empty() {
        return Err(Unwritable::Arguments);
    }
    if text.matches(&*between).count() >= MAX_PARTS {
        return Err(Unwritable::Long);
    }
    Ok(Value::list(text.split(&*between).map(Value::text)))
}

fn given(value: &Value) -> Result<Cow<'_, str>, Unwritable> {
    match value {
        Value::Later(later) => Err(Unwritable::Later(later.clone())),
        value => plain(value).ok_or_else(|| Unwritable::Value(String::new(), value.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_put_together_and_taken_apart() {
        let list = Value::list([Value::text("a"), Value::Int(1)]);
        assert_eq!(super::super::call("join", &[list, Value::text("-")]), Ok(Value::text("a-1")));
        assert_eq!(base64(&Value::text("é")), Ok(Value::text("w6k=")));
        assert_eq!(split(&Value::text("a,b"), &Value::text("")), Err(Unwritable::Arguments));
        let parts = split(&Value::text("a,,b"), &Value::text(",")).unwrap();
        assert_eq!(parts, Value::list(["a", "", "b"].map(Value::text)));
    }
}
