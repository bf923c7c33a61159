//! The functions that may be given later values (D4): what they give once everything is known.
//!
//! The compiler calls them where all is known already; whoever learns the later values (the engine, an emitter) calls
//! them for a [`From::Call`](crate::value::From::Call), so that both get the same bytes.

mod document;
mod json;
mod subnet;
mod text;
mod yaml;

pub use document::{Document, MAX_DEPTH, Part, Unwritable};
pub use json::json;
pub use subnet::part;
pub use text::{base64, join, plain, split};
pub use yaml::yaml;

use crate::value::Value;

/// The longest text that a function makes, in bytes: far beyond any document that a cloud takes.
pub const MAX_TEXT: usize = 16 << 20;

/// What a function of [`From::Call`](crate::value::From::Call) gives for arguments without later parts.
///
/// # Errors
/// The arguments are not what it takes, or what it gives is too large.
pub fn call(function: &str, arguments: &[Value]) -> Result<Value, Unwritable> {
    match (function, arguments) {
        ("json", [value]) => json(value)?.known(),
        ("yaml", [value]) => yaml(value)?.known(),
        ("base64", [text]) => base64(text),
        ("join", [Value::List(texts), between]) => join(texts, between),
        ("split", [text, between]) => split(text, between),
        ("subnet", [Value::Text(range), Value::Int(bits), Value::Int(number)]) => {
            subnet::of_text(range, *bits, *number)
        }
        _ => Err(Unwritable::Arguments),
    }
}
