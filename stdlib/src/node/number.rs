use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

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
            "v" => rules.range = map.next_value::<Ends>()?.bounds(),
            "vx" => rules.inside = map.next_value::<Ends>()?.bounds(),
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

/// Two ends of which one that is no number counts as open: a package's comment once ended up in a bound.
#[derive(serde::Deserialize)]
struct Ends(End, End);

impl Ends {
    fn bounds(self) -> Bounds<f64> {
        Bounds { least: self.0.0, most: self.1.0 }
    }
}

struct End(Option<f64>);

impl<'de> Deserialize<'de> for End {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<End, D::Error> {
        from.deserialize_any(EndVisitor)
    }
}

struct EndVisitor;

impl Visitor<'_> for EndVisitor {
    type Value = End;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, null or a string")
    }

    fn visit_u64<E>(self, number: u64) -> Result<End, E> {
        Ok(End(Some(number as f64)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<End, E> {
        Ok(End(Some(number as f64)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<End, E> {
        Ok(End(Some(number)))
    }

    fn visit_unit<E>(self) -> Result<End, E> {
        Ok(End(None))
    }

    fn visit_str<E>(self, _: &str) -> Result<End, E> {
        Ok(End(None))
    }
}
