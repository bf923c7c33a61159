use cloudc_base::functions::{MAX_TEXT, plain};
use cloudc_base::value::{Entries, From, Later, Record, Value};
use rustc_hash::FxHashSet;

use super::call::{Call, short};
use super::function::{Function, Param, Takes};
use crate::mistakes::{bad_call, too_much, wrong_kind};
use crate::program::Eval;

/// The text of a file with values in the places `${key}`, for the keys of a record only; later if one of them is.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("path", Takes::Text), Param::new("values", Takes::Record)],
    gives: "String",
    run: |call| {
        let text = call.read("path")?;
        let Some(record) = call.record("values") else { return Ok(Value::Text(text)) };
        let values = values(call, &record)?;
        let pieces = pieces(&text, &values);
        let used: FxHashSet<&str> = pieces.iter().filter_map(|piece| piece.key).collect();
        if let Some((name, _)) = values.iter().find(|(name, _)| !used.contains(&***name)) {
            let at = call.given("values").map_or(call.span, |given| given.entry(name));
            let why = format!("`${{{name}}}` does not occur in {}", short(&call.text("path")));
            return call.fail(bad_call::value(at, why));
        }
        joined(call, &pieces)
    },
};

/// Text of a template as it stands, then perhaps the value of a key.
struct Piece<'t> {
    plain: &'t str,
    key: Option<&'t str>,
    value: Option<&'t Value>,
}

/// The values as texts (D8, as in `${}`); later ones as they are.
fn values(call: &mut Call<'_, '_>, record: &Record) -> Eval<Entries> {
    let mut values = Entries::new();
    for (name, value) in record.iter() {
        let text = match value {
            Value::Later(_) => Some(value.clone()),
            Value::Float(_) => Some(Value::text(value.to_string())),
            other => plain(other).map(Value::text),
        };
        let Some(text) = text else {
            let at = call.given("values").map_or(call.span, |given| given.entry(name));
            return call.fail(wrong_kind::no_text(at, value));
        };
        values.set(name.clone(), text);
    }
    Ok(values)
}

/// Cuts a text at the places of the keys. What stands in `${}` and is no key is text like all other.
fn pieces<'t>(text: &'t str, values: &'t Entries) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("${")).map(|found| at + found) {
        at = open + 2;
        let inside = text.get(at..).unwrap_or_default();
        // A key ends before the next place begins, so that the text is gone through once.
        let end = inside.find(['}', '$']).filter(|end| inside.get(*end..).is_some_and(|rest| rest.starts_with('}')));
        let key = end.and_then(|end| inside.get(..end));
        if let Some((key, value)) = key.and_then(|key| Some((key, values.get(key)?))) {
            pieces.push(Piece { plain: text.get(done..open).unwrap_or_default(), key: Some(key), value: Some(value) });
            at += key.len() + 1;
            done = at;
        }
    }
    pieces.push(Piece { plain: text.get(done..).unwrap_or_default(), key: None, value: None });
    pieces
}

/// The pieces put together: known if all values are.
fn joined(call: &mut Call<'_, '_>, pieces: &[Piece<'_>]) -> Eval {
    let mut parts: Vec<Value> = Vec::new();
    let (mut plain, mut length) = (String::new(), 0);
    for piece in pieces {
        let known = if let Some(Value::Text(text)) = piece.value { &**text } else { "" };
        length += piece.plain.len() + known.len();
        if length > MAX_TEXT {
            return call.fail(too_much::weight(call.span));
        }
        plain.push_str(piece.plain);
        plain.push_str(known);
        if let Some(later @ Value::Later(_)) = piece.value {
            parts.extend([Value::text(std::mem::take(&mut plain)), later.clone()]);
        }
    }
    if parts.is_empty() {
        return Ok(Value::text(plain));
    }
    parts.push(Value::text(plain));
    parts.retain(|part| *part != Value::text(""));
    Ok(Later::new(From::Joined(parts.into()), call.span).value())
}
