use serde::de::MapAccess;

use super::filled;
use crate::pairs::Pairs;
use crate::{Bits, Bounds, Literal};

/// What a string must be, and the allowed values of whatever type.
#[derive(Debug, Clone, Default)]
pub(crate) struct TextRules {
    /// How many characters.
    pub(crate) length: Bounds<u64>,
    /// A regular expression that some part of it matches.
    pub(crate) pattern: Option<Box<str>>,
    /// Its format, several joined by a bar.
    pub(crate) format: Option<Box<str>>,
    /// The allowed values.
    pub(crate) values: Box<[Literal]>,
    /// Of them those that are allowed in these releases only (Kubernetes).
    pub(crate) values_in: Pairs<Bits>,
    /// The allowed strings, upper or lower case alike.
    pub(crate) words: Box<[Box<str>]>,
}

impl TextRules {
    /// Reads the value of `key` if it is about strings or allowed values.
    pub(super) fn take<'de, A: MapAccess<'de>>(
        slot: &mut Option<Box<TextRules>>,
        key: &str,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        if !["l", "m", "f", "e", "c", "eg", "ei"].contains(&key) {
            return Ok(false);
        }
        let rules = slot.get_or_insert_default();
        match key {
            "l" => rules.length = map.next_value()?,
            "m" => rules.pattern = Some(map.next_value()?),
            "f" => rules.format = Some(map.next_value()?),
            "e" => rules.values = map.next_value()?,
            "c" => rules.values = Box::new([map.next_value()?]),
            "eg" => rules.values_in = map.next_value()?,
            _ => rules.words = map.next_value()?,
        }
        Ok(true)
    }

    /// See [`super::Node::over`].
    pub(super) fn over(&self, base: &TextRules) -> TextRules {
        TextRules {
            length: if self.length == Bounds::OPEN { base.length } else { self.length },
            pattern: self.pattern.clone().or_else(|| base.pattern.clone()),
            format: self.format.clone().or_else(|| base.format.clone()),
            values: filled(&self.values, &base.values),
            values_in: Pairs(filled(&self.values_in.0, &base.values_in.0)),
            words: filled(&self.words, &base.words),
        }
    }
}
