use serde::Deserialize;

/// From where to where, both ends included; an absent end is open.
///
/// In the tables: `[min, max]` with `null` for an open end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds<T> {
    /// The smallest that is allowed.
    pub least: Option<T>,
    /// The greatest that is allowed.
    pub most: Option<T>,
}

impl<T> Bounds<T> {
    /// No bounds at all.
    pub const OPEN: Bounds<T> = Bounds { least: None, most: None };
}

impl<T: PartialOrd> Bounds<T> {
    /// Whether `value` lies between them.
    pub fn contains(&self, value: &T) -> bool {
        self.least.as_ref().is_none_or(|least| value >= least) && self.most.as_ref().is_none_or(|most| value <= most)
    }
}

impl<T> Default for Bounds<T> {
    fn default() -> Bounds<T> {
        Bounds::OPEN
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Bounds<T> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Bounds<T>, D::Error> {
        let (least, most) = Deserialize::deserialize(from)?;
        Ok(Bounds { least, most })
    }
}
