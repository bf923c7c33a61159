use serde::de::MapAccess;

use super::{Child, filled};
use crate::Bounds;

/// What a list must be.
#[derive(Debug, Clone, Default)]
pub(crate) struct ListRules {
    /// What its items must be.
    pub(crate) items: Option<Child>,
    /// What its first items must be, by position.
    pub(crate) first: Box<[Child]>,
    /// How many items.
    pub(crate) count: Bounds<u64>,
    /// No two items are equal.
    pub(crate) unique: bool,
    /// The order of items means nothing.
    pub(crate) unordered: bool,
    /// These properties of the items are unique together.
    pub(crate) unique_by: Box<[Box<str>]>,
    /// These properties of the items are the key of the map that the list stands for (Kubernetes).
    pub(crate) keys: Box<[Box<str>]>,
    /// The key of a strategic merge patch where it is not `keys` (Kubernetes).
    pub(crate) merge_key: Option<Box<str>>,
    /// `m` map, `s` set, `a` replaced as a whole (Kubernetes).
    pub(crate) kind: Option<Box<str>>,
    /// At least one item satisfies it.
    pub(crate) some: Option<Child>,
}

impl ListRules {
    /// Reads the value of `key` if it is about lists.
    pub(super) fn take<'de, A: MapAccess<'de>>(
        slot: &mut Option<Box<ListRules>>,
        key: &str,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        if !["i", "ix", "n", "u", "us", "uk", "k", "mk", "lt", "has"].contains(&key) {
            return Ok(false);
        }
        let rules = slot.get_or_insert_default();
        match key {
            "i" => rules.items = Some(map.next_value()?),
            "ix" => rules.first = map.next_value()?,
            "n" => rules.count = map.next_value()?,
            "u" => rules.unique = map.next_value::<u8>()? == 1,
            "us" => rules.unordered = map.next_value::<u8>()? == 1,
            "uk" => rules.unique_by = map.next_value()?,
            "k" => rules.keys = map.next_value()?,
            "mk" => rules.merge_key = Some(map.next_value()?),
            "lt" => rules.kind = Some(map.next_value()?),
            _ => rules.some = Some(map.next_value()?),
        }
        Ok(true)
    }

    /// See [`super::Node::over`].
    pub(super) fn over(&self, base: &ListRules) -> ListRules {
        ListRules {
            items: self.items.clone().or_else(|| base.items.clone()),
            first: filled(&self.first, &base.first),
            count: if self.count == Bounds::OPEN { base.count } else { self.count },
            unique: self.unique || base.unique,
            unordered: self.unordered || base.unordered,
            unique_by: filled(&self.unique_by, &base.unique_by),
            keys: filled(&self.keys, &base.keys),
            merge_key: self.merge_key.clone().or_else(|| base.merge_key.clone()),
            kind: self.kind.clone().or_else(|| base.kind.clone()),
            some: self.some.clone().or_else(|| base.some.clone()),
        }
    }
}
