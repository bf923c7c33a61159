use serde::de::{Deserialize, Deserializer, Error};

/// A set of items of some list of at most 64: releases of Kubernetes, regions, zones.
///
/// In the tables it is a hexadecimal number in a string; the empty string is the empty set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bits(u64);

impl Bits {
    /// Whether item `index` of the list belongs to it.
    pub fn contains(self, index: usize) -> bool {
        index < 64 && self.0 >> index & 1 == 1
    }

    /// The set that a table spells as `text`; nothing if that is no hexadecimal number of 64 bits.
    pub(crate) fn parse(text: &str) -> Option<Bits> {
        if text.is_empty() { Some(Bits(0)) } else { u64::from_str_radix(text, 16).ok().map(Bits) }
    }
}

impl<'de> Deserialize<'de> for Bits {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Bits, D::Error> {
        let text = <&str>::deserialize(from)?;
        Bits::parse(text).ok_or_else(|| D::Error::custom("no bit set"))
    }
}
