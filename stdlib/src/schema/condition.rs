use super::Schema;
use crate::node::Child;

/// Something that must hold beyond a value's form. The schemas in it are conditions: see [`Schema::is_condition`].
#[derive(Debug, Clone)]
pub enum Condition {
    /// Exactly one holds.
    ExactlyOne(Vec<Schema>),
    /// At least one holds.
    AtLeastOne(Vec<Schema>),
    /// All hold.
    All(Vec<Schema>),
    /// It does not hold.
    Not(Schema),
    /// If the first holds, then the second, otherwise the third.
    When(Schema, Option<Schema>, Option<Schema>),
    /// At least one item of the list satisfies it.
    SomeItem(Schema),
    /// The name of every property satisfies it.
    EveryName(Schema),
    /// With this property, the whole object satisfies it.
    With(Box<str>, Schema),
}

impl Schema {
    /// What must hold beyond the value's form; all of them do.
    pub fn conditions(&self) -> Vec<Condition> {
        let mut all = Vec::new();
        if let Some(rules) = &self.node.conditions {
            all.extend(self.several(&rules.one, Condition::ExactlyOne));
            all.extend(self.several(&rules.any, Condition::AtLeastOne));
            all.extend(self.several(&rules.all, Condition::All));
            all.extend(rules.not.as_ref().map(|not| Condition::Not(self.conditional(not))));
            let branch = |branch: &Option<Child>| branch.as_ref().map(|branch| self.conditional(branch));
            let when = branch(&rules.when);
            all.extend(when.map(|when| Condition::When(when, branch(&rules.then), branch(&rules.otherwise))));
        }
        let some = self.node.list.as_ref().and_then(|rules| rules.some.as_ref());
        all.extend(some.map(|some| Condition::SomeItem(self.conditional(some))));
        all.extend(self.object_conditions());
        all
    }

    fn several(&self, nodes: &[Child], make: fn(Vec<Schema>) -> Condition) -> Option<Condition> {
        (!nodes.is_empty()).then(|| make(nodes.iter().map(|node| self.conditional(node)).collect()))
    }

    fn object_conditions(&self) -> Vec<Condition> {
        let Some(rules) = &self.node.object else { return Vec::new() };
        let names = rules.names.iter().map(|names| Condition::EveryName(self.conditional(names)));
        let with = rules.demands.iter().map(|(name, node)| Condition::With(name.into(), self.conditional(node)));
        names.chain(with).collect()
    }
}
