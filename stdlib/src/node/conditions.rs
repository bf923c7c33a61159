use serde::de::MapAccess;

use super::{Child, filled};

/// What must hold beyond a value's form; objects in here are open.
#[derive(Debug, Clone, Default)]
pub(crate) struct Conditions {
    /// Exactly one holds.
    pub(crate) one: Box<[Child]>,
    /// At least one holds.
    pub(crate) any: Box<[Child]>,
    /// All hold.
    pub(crate) all: Box<[Child]>,
    /// It does not hold.
    pub(crate) not: Option<Child>,
    /// If this holds ..
    pub(crate) when: Option<Child>,
    /// .. this must hold ..
    pub(crate) then: Option<Child>,
    /// .. and otherwise this.
    pub(crate) otherwise: Option<Child>,
}

impl Conditions {
    /// Reads the value of `key` if it is a condition.
    pub(super) fn take<'de, A: MapAccess<'de>>(
        slot: &mut Option<Box<Conditions>>,
        key: &str,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        if !["one", "any", "all", "not", "if", "then", "else"].contains(&key) {
            return Ok(false);
        }
        let rules = slot.get_or_insert_default();
        match key {
            "one" => rules.one = map.next_value()?,
            "any" => rules.any = map.next_value()?,
            "all" => rules.all = map.next_value()?,
            "not" => rules.not = Some(map.next_value()?),
            "if" => rules.when = Some(map.next_value()?),
            "then" => rules.then = Some(map.next_value()?),
            _ => rules.otherwise = Some(map.next_value()?),
        }
        Ok(true)
    }

    /// See [`super::Node::over`].
    pub(super) fn over(&self, base: &Conditions) -> Conditions {
        let (when, then, otherwise) = if self.when.is_some() {
            (&self.when, &self.then, &self.otherwise)
        } else {
            (&base.when, &base.then, &base.otherwise)
        };
        Conditions {
            one: filled(&self.one, &base.one),
            any: filled(&self.any, &base.any),
            all: self.all.iter().chain(&base.all).cloned().collect(),
            not: self.not.clone().or_else(|| base.not.clone()),
            when: when.clone(),
            then: then.clone(),
            otherwise: otherwise.clone(),
        }
    }
}
