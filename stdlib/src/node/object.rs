use serde::de::MapAccess;

use super::{Child, filled};
use crate::pairs::Pairs;
use crate::{Bits, Bounds};

/// What an object must be.
#[derive(Debug, Clone, Default)]
pub(crate) struct ObjectRules {
    /// Its properties, in the order of the table.
    pub(crate) properties: Pairs<Child>,
    /// What properties must be whose names match a pattern.
    pub(crate) patterns: Pairs<Child>,
    /// What any other property must be.
    pub(crate) additional: Option<Child>,
    /// Properties that must be there.
    pub(crate) required: Box<[Box<str>]>,
    /// Properties that must be there in these releases only.
    pub(crate) required_in: Pairs<Bits>,
    /// How many properties.
    pub(crate) count: Bounds<u64>,
    /// What every property's name must be.
    pub(crate) names: Option<Child>,
    /// Groups of which exactly one property is there.
    pub(crate) exactly_one: Box<[Box<[Box<str>]>]>,
    /// Groups of which at least one is there.
    pub(crate) at_least_one: Box<[Box<[Box<str>]>]>,
    /// With this property those are required.
    pub(crate) requires: Pairs<Box<[Box<str>]>>,
    /// With this property none of those is allowed.
    pub(crate) excludes: Pairs<Box<[Box<str>]>>,
    /// With this property the whole object must satisfy the node.
    pub(crate) demands: Pairs<Child>,
    /// It is replaced as a whole (Kubernetes).
    pub(crate) atomic: bool,
}

impl ObjectRules {
    /// Reads the value of `key` if it is about objects.
    pub(super) fn take<'de, A: MapAccess<'de>>(
        slot: &mut Option<Box<ObjectRules>>,
        key: &str,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let known = ["p", "pp", "a", "q", "qg", "np", "pn", "xor", "or", "dr", "dx", "ds", "mt"];
        if !known.contains(&key) {
            return Ok(false);
        }
        let rules = slot.get_or_insert_default();
        match key {
            "p" => rules.properties = map.next_value()?,
            "pp" => rules.patterns = map.next_value()?,
            "a" => rules.additional = Some(map.next_value()?),
            "q" => rules.required = map.next_value()?,
            "qg" => rules.required_in = map.next_value()?,
            "np" => rules.count = map.next_value()?,
            "pn" => rules.names = Some(map.next_value()?),
            "xor" => rules.exactly_one = map.next_value()?,
            "or" => rules.at_least_one = map.next_value()?,
            "dr" => rules.requires = map.next_value()?,
            "dx" => rules.excludes = map.next_value()?,
            "ds" => rules.demands = map.next_value()?,
            _ => rules.atomic = map.next_value::<&str>()? == "a",
        }
        Ok(true)
    }

    /// See [`super::Node::over`].
    pub(super) fn over(&self, base: &ObjectRules) -> ObjectRules {
        ObjectRules {
            properties: either(&self.properties, &base.properties),
            patterns: either(&self.patterns, &base.patterns),
            additional: self.additional.clone().or_else(|| base.additional.clone()),
            required: filled(&self.required, &base.required),
            required_in: either(&self.required_in, &base.required_in),
            count: if self.count == Bounds::OPEN { base.count } else { self.count },
            names: self.names.clone().or_else(|| base.names.clone()),
            exactly_one: filled(&self.exactly_one, &base.exactly_one),
            at_least_one: filled(&self.at_least_one, &base.at_least_one),
            requires: either(&self.requires, &base.requires),
            excludes: either(&self.excludes, &base.excludes),
            demands: either(&self.demands, &base.demands),
            atomic: self.atomic || base.atomic,
        }
    }
}

/// The pairs `top`, or `base` if there are none.
fn either<T: Clone>(top: &Pairs<T>, base: &Pairs<T>) -> Pairs<T> {
    Pairs(filled(&top.0, &base.0))
}
