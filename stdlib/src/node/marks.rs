use serde::de::MapAccess;

use super::filled;
use crate::{Bits, Literal};

/// What is said about a value beside its form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    /// Its default, where published.
    pub(crate) default: Option<Literal>,
    /// It is meant to be this property (second) of that CloudFormation type (first).
    pub(crate) related: Box<[(Box<str>, Box<str>)]>,
    /// The releases that have it (Kubernetes).
    pub(crate) releases: Option<Bits>,
    /// It cannot be changed once set (Kubernetes).
    pub(crate) immutable: bool,
    /// Rules in CEL (Kubernetes).
    pub(crate) cel: Box<[Box<str>]>,
    /// It is an embedded Kubernetes object.
    pub(crate) embedded: bool,
}

impl Marks {
    /// Reads the value of `key` if it is a mark.
    pub(super) fn take<'de, A: MapAccess<'de>>(
        slot: &mut Option<Box<Marks>>,
        key: &str,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        if !["d", "rel", "g", "im", "cel", "er"].contains(&key) {
            return Ok(false);
        }
        let marks = slot.get_or_insert_default();
        match key {
            "d" => marks.default = Some(map.next_value()?),
            "rel" => marks.related = map.next_value()?,
            "g" => marks.releases = Some(map.next_value()?),
            "im" => marks.immutable = map.next_value::<u8>()? == 1,
            "cel" => marks.cel = map.next_value()?,
            _ => marks.embedded = map.next_value::<u8>()? == 1,
        }
        Ok(true)
    }

    /// See [`super::Node::over`].
    pub(super) fn over(&self, base: &Marks) -> Marks {
        Marks {
            default: self.default.clone().or_else(|| base.default.clone()),
            related: filled(&self.related, &base.related),
            releases: self.releases.or(base.releases),
            immutable: self.immutable || base.immutable,
            cel: filled(&self.cel, &base.cel),
            embedded: self.embedded || base.embedded,
        }
    }
}
