//! Values as YAML that readers of YAML 1.1 and 1.2 understand alike.
//!
//! Readers of 1.1 (most of them, CloudFormation's and PyYAML among them) take `on`, `no`, `1e3`, `12:30` and `2012-10-17`
//! for booleans, numbers and dates. So a text is written without quotes only if it begins with a letter or `/`, holds
//! nothing but letters, digits and a few marks, and is none of their words; every other text is written in quotes.

use super::document::{Document, MAX_DEPTH, Unwritable, Writer, element, entry};
use super::json::quoted;
use crate::value::{Entries, Value};

/// A value as YAML: block style, two blanks of indentation, in the order of the source, a line end behind the last line.
/// Int `3`, Float `100.0`; texts with line ends are written in quotes, on one line.
///
/// # Errors
/// A unit, range, port or handle is in it, a key is longer than YAML allows, or it is too deep or too long.
pub fn yaml(value: &Value) -> Result<Document, Unwritable> {
    let mut writer = Writer::default();
    block(&mut writer, value, Place { indent: 0, at_start: true }, MAX_DEPTH)?;
    writer.push("\n")?;
    Ok(writer.finish())
}

/// Where a list or record is written.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// How far its lines are indented.
    indent: usize,
    /// Whether its first line has been begun: at the start of the document and behind a `-`.
    at_start: bool,
}

/// A key longer than this is read only behind a `?` (YAML 1.2, 8.2.2).
const MAX_KEY: usize = 1000;

fn block(out: &mut Writer, value: &Value, place: Place, depth: usize) -> Result<(), Unwritable> {
    let inner = depth.checked_sub(1).ok_or(Unwritable::Deep)?;
    match value {
        Value::List(values) if !values.is_empty() => list(out, values, place, inner),
        Value::Record(record) if record.iter().len() > 0 => self::record(out, record, place, inner),
        Value::List(_) => out.push("[]"),
        Value::Record(_) => out.push("{}"),
        Value::Later(later) => {
            out.leaf(later);
            Ok(())
        }
        scalar => out.push(&self::scalar(scalar)?),
    }
}

fn list(out: &mut Writer, values: &[Value], place: Place, depth: usize) -> Result<(), Unwritable> {
    for (index, value) in values.iter().enumerate() {
        if index > 0 || !place.at_start {
            out.line(place.indent)?;
        }
        out.push("- ")?;
        let inner = Place { indent: place.indent + 2, at_start: true };
        block(out, value, inner, depth).map_err(|error| error.below(|| element(index)))?;
    }
    Ok(())
}

fn record(out: &mut Writer, record: &Entries, place: Place, depth: usize) -> Result<(), Unwritable> {
    for (index, (name, value)) in record.iter().enumerate() {
        if index > 0 || !place.at_start {
            out.line(place.indent)?;
        }
        let key = text(name);
        if key.len() > MAX_KEY {
            return Err(Unwritable::Key);
        }
        out.push(&key)?;
        out.push(if has_lines(value) { ":" } else { ": " })?;
        let inner = Place { indent: place.indent + 2, at_start: false };
        block(out, value, inner, depth).map_err(|error| error.below(|| entry(name)))?;
    }
    Ok(())
}

/// Whether it is written on lines of its own.
fn has_lines(value: &Value) -> bool {
    match value {
        Value::List(values) => !values.is_empty(),
        Value::Record(record) => record.iter().len() > 0,
        _ => false,
    }
}

/// A known value that has no parts.
fn scalar(value: &Value) -> Result<String, Unwritable> {
    match value {
        Value::Null => Ok("null".to_owned()),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Int(number) => Ok(number.to_string()),
        Value::Float(number) if number.is_finite() => Ok(float(*number)),
        Value::Text(text) => Ok(self::text(text)),
        Value::Cidr(_) | Value::Ip(_) => Ok(text(&value.to_string())),
        other => Err(Unwritable::Value(String::new(), other.clone())),
    }
}

/// A number with a dot; YAML 1.1 reads an exponent only behind a dot, and only with its sign: `1.0e+300`.
fn float(number: f64) -> String {
    let text = format!("{number:?}");
    let Some((digits, exponent)) = text.split_once('e') else { return text };
    let dot = if digits.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with('-') { "" } else { "+" };
    format!("{digits}{dot}e{sign}{exponent}")
}

fn text(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { in_quotes(text) }
}

/// Whether every reader takes it for a text, without quotes.
fn is_plain(text: &str) -> bool {
    const WORDS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let marks = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ');
    // Some readers of 1.1 take `e8` for a number without digits before its exponent.
    let exponent = text
        .strip_prefix(['e', 'E'])
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'-'));
    begins
        && !exponent
        && !text.ends_with(' ')
        && text.chars().all(marks)
        && !WORDS.contains(&&*text.to_ascii_lowercase())
}

/// A text as JSON quotes it, and also what YAML does not print or takes for a line end.
fn in_quotes(text: &str) -> String {
    let mut out = String::new();
    for c in quoted(text).chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &Value) -> String {
        match yaml(value).and_then(Document::known) {
            Ok(Value::Text(text)) => text.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn blocks_are_indented_by_two() {
        let value = Value::record([
            ("a", Value::list([Value::Int(1), Value::list([Value::Int(2), Value::Int(3)])])),
            (
                "b",
                Value::list([Value::record([("c", Value::text("x y")), ("d", Value::record([("e", Value::Null)]))])]),
            ),
            ("empty", Value::list([])),
            ("none", Value::record([])),
        ]);
        let expected = "a:\n  - 1\n  - - 2\n    - 3\nb:\n  - c: x y\n    d: {}\nempty: []\nnone: {}\n";
        assert_eq!(written(&value), expected);
    }

    #[test]
    fn what_a_reader_could_take_for_something_else_is_quoted() {
        let odd = "on No YES y ~ null 1e3 12:30 0777 1_000 = << 2012-10-17 .inf # [ { *a &a !a % @ ` 0x1f -1 +1 --- 'a' \" a: é e3 E-1";
        for text in odd.split(' ').chain(["", "- a", "a: b", "a #b", " a", "a ", "a\nb"]) {
            assert!(written(&Value::text(text)).starts_with('"'), "{text:?}");
        }
        for text in ["a", "a-b.c_d/e", "/config", "x y", "ono", "e3x"] {
            assert_eq!(written(&Value::text(text)), format!("{text}\n"));
        }
        assert_eq!(written(&Value::text("\u{feff}\u{85}\u{2028}")), "\"\\ufeff\\u0085\\u2028\"\n");
    }

    #[test]
    fn numbers_are_bare() {
        for (number, text) in [(100.0, "100.0"), (1e300, "1.0e+300"), (1.5e-9, "1.5e-9"), (-0.5, "-0.5")] {
            assert_eq!(written(&Value::Float(number)), format!("{text}\n"));
        }
        assert_eq!(written(&Value::Int(-3)), "-3\n");
    }
}
