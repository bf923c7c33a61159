use super::{DEPTH, Schema};
use crate::node::{Child, ObjectRules};
use crate::pairs::Pairs;
use crate::{Bits, Bounds};

/// Properties, each with others that it has to do with.
type Groups = Pairs<Box<[Box<str>]>>;

/// What an object must be.
impl Schema {
    fn object(&self) -> Option<&ObjectRules> {
        self.node.object.as_deref()
    }

    /// The alternatives that name the properties where the object itself names none.
    pub(super) fn variants(&self) -> &[Child] {
        let named = self.object().is_some_and(|rules| !rules.properties.0.is_empty() || !rules.patterns.0.is_empty());
        match &self.node.conditions {
            _ if named || self.depth >= DEPTH => &[],
            Some(conditions) if !conditions.one.is_empty() => &conditions.one,
            Some(conditions) => &conditions.any,
            None => &[],
        }
    }

    /// The alternatives that name the properties where the object itself names none: at least one of them holds, or
    /// exactly one, as [`Schema::conditions`] says. [`Schema::property`] looks into all of them.
    pub fn forms(&self) -> Vec<Schema> {
        self.variants().iter().map(|variant| self.variant(variant)).collect()
    }

    /// The property with this name, if it is listed; otherwise see [`Schema::additional`] and [`Schema::patterns`].
    pub fn property(&self, name: &str) -> Option<Schema> {
        if let Some(child) = self.object().and_then(|rules| rules.properties.get(name)) {
            return Some(self.child(child));
        }
        self.variants().iter().find_map(|variant| self.variant(variant).property(name))
    }

    /// The listed properties, in the order of the table.
    pub fn properties(&self) -> Vec<(Box<str>, Schema)> {
        let own = self.object().into_iter().flat_map(|rules| rules.properties.iter());
        let mut all: Vec<_> = own.map(|(name, child)| (name.into(), self.child(child))).collect();
        for (name, schema) in self.variants().iter().flat_map(|variant| self.variant(variant).properties()) {
            if !all.iter().any(|(known, _)| *known == name) {
                all.push((name, schema));
            }
        }
        all
    }

    /// The names of the listed properties, in the order of the table: what a misspelt one may have meant.
    pub fn property_names(&self) -> Vec<Box<str>> {
        self.properties().into_iter().map(|(name, _)| name).collect()
    }

    /// The properties that must be there.
    pub fn required(&self) -> &[Box<str>] {
        self.object().map_or(&[], |rules| &rules.required)
    }

    /// Properties that must be there in some releases only, a set of [`crate::Facts::kubernetes_releases`].
    pub fn required_in(&self) -> impl Iterator<Item = (&str, Bits)> {
        self.object().into_iter().flat_map(|rules| rules.required_in.iter()).map(|(name, &releases)| (name, releases))
    }

    /// Whether properties may be there that are neither listed nor match a pattern.
    pub fn is_open(&self) -> bool {
        if let Some(additional) = self.object().and_then(|rules| rules.additional.as_ref()) {
            return !additional.0.forbidden;
        }
        let listed = self.object().is_some_and(|rules| !rules.properties.0.is_empty() || !rules.patterns.0.is_empty());
        let variants = self.variants();
        let variant_open = || variants.is_empty() || variants.iter().any(|variant| self.variant(variant).is_open());
        self.condition || (!listed && variant_open())
    }

    /// What properties must be that are neither listed nor match a pattern: the values of a map.
    pub fn additional(&self) -> Option<Schema> {
        let additional = self.object()?.additional.as_ref()?;
        (!additional.0.forbidden).then(|| self.child(additional))
    }

    /// What properties must be whose names match a pattern, by pattern.
    pub fn patterns(&self) -> Vec<(&str, Schema)> {
        let patterns = self.object().into_iter().flat_map(|rules| rules.patterns.iter());
        patterns.map(|(pattern, child)| (pattern, self.child(child))).collect()
    }

    /// How many properties there may be.
    pub fn property_count(&self) -> Bounds<u64> {
        self.object().map_or(Bounds::OPEN, |rules| rules.count)
    }

    /// Groups of properties of which exactly one is there.
    pub fn exactly_one(&self) -> &[Box<[Box<str>]>] {
        self.object().map_or(&[], |rules| &rules.exactly_one)
    }

    /// Groups of properties of which at least one is there.
    pub fn at_least_one(&self) -> &[Box<[Box<str>]>] {
        self.object().map_or(&[], |rules| &rules.at_least_one)
    }

    /// Properties that require others, each with those.
    pub fn requires(&self) -> impl Iterator<Item = (&str, &[Box<str>])> {
        self.groups(|rules| &rules.requires)
    }

    /// Properties that exclude others, each with those.
    pub fn excludes(&self) -> impl Iterator<Item = (&str, &[Box<str>])> {
        self.groups(|rules| &rules.excludes)
    }

    fn groups(&self, which: fn(&ObjectRules) -> &Groups) -> impl Iterator<Item = (&str, &[Box<str>])> {
        self.object().into_iter().flat_map(move |rules| which(rules).iter()).map(|(name, others)| (name, &**others))
    }

    /// Whether it is replaced as a whole, never merged (Kubernetes).
    pub fn atomic(&self) -> bool {
        self.object().is_some_and(|rules| rules.atomic) || self.list_kind() == Some("a")
    }
}
