use serde::de::MapAccess;

use crate::Bounds;

/// What a number must be.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NumberRules {
    /// From where to where.
    pub(crate) range: Bounds<f64>,
    /// The same, the ends excluded.
    pub(crate) inside: Bounds<f64>,
    /// It is a multiple of this.
    pub(crate) multiple: Option<f64>,
}

impl NumberRules {
    /// Reads the value of `key` if it is about numbers.
    pub(super) fn take<'de, A: MapAccess<'de>>(
        slot: &mut Option<Box<NumberRules>>,
        key: &str,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        if !["v", "vx", "mo"].contains(&key) {
            return Ok(false);
        }
        let rules = slot.get_or_insert_default();
        match key {
            "v" => rules.range = map.next_value()?,
            "vx" => rules.inside = map.next_value()?,
            _ => rules.multiple = Some(map.next_value()?),
        }
        Ok(true)
    }

    /// See [`super::Node::over`].
    pub(super) fn over(&self, base: &NumberRules) -> NumberRules {
        NumberRules {
            range: if self.range == Bounds::OPEN { base.range } else { self.range },
            inside: if self.inside == Bounds::OPEN { base.inside } else { self.inside },
            multiple: self.multiple.or(base.multiple),
        }
    }
}
