use std::sync::Arc;

use super::MAX_TEXT;
use crate::value::{Later, Value};

/// How deep values in a document may nest: what readers of JSON take.
pub const MAX_DEPTH: usize = 120;

/// A text with places in it that are known later.
#[derive(Debug, Clone, PartialEq)]
pub struct Document(Vec<Part>);

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Text as it stands.
    Text(String),
    /// One value in one place. Whoever knows it writes it there as the format has it: a text in quotes, a number bare.
    Leaf(Arc<Later>),
}

/// Why there is no text.
#[derive(Debug, Clone, PartialEq)]
pub enum Unwritable {
    /// A value that the format has no spelling for, and where it stands: `.env.WAIT`, `[2]`, empty for all of it.
    Value(String, Value),
    /// A key that is longer than YAML takes.
    Key,
    /// Values are nested deeper than [`MAX_DEPTH`].
    Deep,
    /// It would be longer than [`MAX_TEXT`].
    Long,
    /// A part of it is known only later.
    Later(Arc<Later>),
    /// The function does not take such arguments.
    Arguments,
}

impl Unwritable {
    /// The same, one step further in.
    pub(super) fn below(self, step: impl FnOnce() -> String) -> Unwritable {
        match self {
            Unwritable::Value(place, value) => Unwritable::Value(format!("{}{place}", step()), value),
            other => other,
        }
    }
}

impl Document {
    /// Its pieces, in order; no two texts follow one another.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// The whole text.
    ///
    /// # Errors
    /// A part is known only later.
    pub fn known(self) -> Result<Value, Unwritable> {
        let mut text = String::new();
        for part in self.0 {
            match part {
                Part::Text(piece) => text.push_str(&piece),
                Part::Leaf(later) => return Err(Unwritable::Later(later)),
            }
        }
        Ok(Value::text(text))
    }
}

/// A document being written.
#[derive(Debug, Default)]
pub(super) struct Writer {
    parts: Vec<Part>,
    text: String,
    length: usize,
}

impl Writer {
    pub(super) fn push(&mut self, text: &str) -> Result<(), Unwritable> {
        self.length += text.len();
        if self.length > MAX_TEXT {
            return Err(Unwritable::Long);
        }
        self.text.push_str(text);
        Ok(())
    }

    /// The beginning of a line.
    pub(super) fn line(&mut self, indent: usize) -> Result<(), Unwritable> {
        self.push(&format!("\n{:indent$}", ""))
    }

    pub(super) fn leaf(&mut self, later: &Arc<Later>) {
        self.cut();
        self.parts.push(Part::Leaf(Arc::clone(later)));
    }

    fn cut(&mut self) {
        if !self.text.is_empty() {
            self.parts.push(Part::Text(std::mem::take(&mut self.text)));
        }
    }

    pub(super) fn finish(mut self) -> Document {
        self.cut();
        Document(self.parts)
    }
}

/// The step to an element of a list.
pub(super) fn element(index: usize) -> String {
    format!("[{index}]")
}

/// The step to an entry of a record.
pub(super) fn entry(name: &str) -> String {
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain { format!(".{name}") } else { format!("[{name:?}]") }
}
