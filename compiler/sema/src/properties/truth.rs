//! Whether a condition holds, as far as that can be known before later values are.

use super::at::At;
use super::format;
use super::node::{Child, Lazy, Node, Rule};
use super::object::is_there;
use super::scalar::is_literal;
use super::types::{fits, types_of};
use super::walk::Walk;
use cloudc_base::value::{List, Record, Value};

/// Whether something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Truth {
    Yes,
    No,
    /// A later value or a mistake decides it.
    Unknown,
}

impl Truth {
    pub(super) fn of(holds: bool) -> Truth {
        if holds { Truth::Yes } else { Truth::No }
    }

    fn not(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
        }
    }

    /// Both hold.
    fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            _ => Truth::Unknown,
        }
    }

    fn or(self, other: Truth) -> Truth {
        self.not().and(other.not()).not()
    }
}

/// All hold.
fn all(each: impl IntoIterator<Item = Truth>) -> Truth {
    each.into_iter().fold(Truth::Yes, Truth::and)
}

/// At least one holds.
fn any(each: impl IntoIterator<Item = Truth>) -> Truth {
    each.into_iter().fold(Truth::No, Truth::or)
}

impl Walk<'_, '_> {
    /// Whether a value satisfies a node, of which a key that is absent says nothing.
    pub(super) fn holds(&self, node: &Node, value: &Value, at: &At<'_>) -> Truth {
        if node.schema.is_forbidden() {
            return Truth::No;
        }
        if !self.may_ask(at) || self.is_wrong(at) {
            return Truth::Unknown;
        }
        let types = types_of(self.program, value);
        if !node.types.is_empty() && !fits(types, node.types) {
            return Truth::No;
        }
        let form = match value {
            // Of a later value no more is known than its types.
            Value::Later(_) if node.is_bare() && (node.types.is_empty() || node.types.has(types)) => Truth::Yes,
            Value::Later(_) => Truth::Unknown,
            Value::Record(record) => self.record_holds(node, record, at),
            Value::List(values) => self.list_holds(node, values, at),
            other => Truth::of(scalar_holds(node, other)),
        };
        node.rules.iter().fold(form, |form, rule| match form {
            Truth::No => Truth::No,
            form => form.and(self.rule_holds(rule, value, at)),
        })
    }

    pub(super) fn rule_holds(&self, rule: &Rule, value: &Value, at: &At<'_>) -> Truth {
        let one = |node: &Lazy| self.holds(node.get(), value, at);
        let branch = |node: &Option<Lazy>| node.as_ref().map_or(Truth::Yes, one);
        match rule {
            Rule::All(nodes) => all(nodes.iter().map(one)),
            Rule::AtLeastOne(nodes) => any(nodes.iter().map(one)),
            Rule::ExactlyOne(nodes) => exactly_one(nodes.iter().map(one)),
            Rule::Not(node) => one(node).not(),
            Rule::When(condition, then, otherwise) => match one(condition) {
                Truth::Yes => branch(then),
                Truth::No => branch(otherwise),
                Truth::Unknown => match (branch(then), branch(otherwise)) {
                    (then, otherwise) if then == otherwise => then,
                    _ => Truth::Unknown,
                },
            },
            Rule::With(name, node) => match value {
                Value::Record(record) if is_there(record, name) => one(node),
                _ => Truth::Yes,
            },
            Rule::SomeItem(node) => match value {
                Value::List(values) => any(indexed(values, at, |value, at| self.holds(node.get(), value, at))),
                Value::Later(_) => Truth::Unknown,
                _ => Truth::Yes,
            },
            Rule::EveryName(node) => self.names_hold(node.get(), value, at),
        }
    }

    fn names_hold(&self, node: &Node, value: &Value, at: &At<'_>) -> Truth {
        let Value::Record(record) = value else { return Truth::Yes };
        all(record.iter().map(|(name, _)| self.holds(node, &Value::Text(name.clone()), &at.name(name))))
    }

    /// Whether an entry is there.
    fn there(&self, record: &Record, name: &str, at: &At<'_>) -> Truth {
        if is_there(record, name) {
            Truth::Yes
        } else if self.is_wrong(&at.name(name)) {
            Truth::Unknown
        } else {
            Truth::No
        }
    }

    fn record_holds(&self, node: &Node, record: &Record, at: &At<'_>) -> Truth {
        let there = |name: &str| self.there(record, name, at);
        let schema = &node.schema;
        let required = schema.required().iter().map(|name| there(name));
        let groups = schema.exactly_one().iter().map(|group| exactly_one(group.iter().map(|name| there(name))));
        let some = schema.at_least_one().iter().map(|group| any(group.iter().map(|name| there(name))));
        let requires = schema
            .requires()
            .flat_map(|(name, needed)| needed.iter().map(move |other| there(name).not().or(there(other))));
        let excludes = schema
            .excludes()
            .flat_map(|(name, barred)| barred.iter().map(move |other| there(name).and(there(other)).not()));
        let count = Truth::of(schema.property_count().contains(&(record.iter().len() as u64)));
        let entries = record.iter().filter(|(_, value)| **value != Value::Null);
        let entries = entries.map(|(name, value)| self.entry_holds(node, name, value, &at.name(name)));
        all(required.chain(groups).chain(some).chain(requires).chain(excludes).chain([count]).chain(entries))
    }

    fn entry_holds(&self, node: &Node, name: &str, value: &Value, at: &At<'_>) -> Truth {
        match node.child(name) {
            Child::Listed([]) | Child::Open => Truth::Yes,
            Child::Listed(forms) => any(forms.iter().map(|form| self.holds(form.get(), value, at))),
            Child::Entry(inner) => self.holds(inner, value, at),
            Child::Unknown if self.is_wrong(at) => Truth::Unknown,
            Child::Unknown => Truth::No,
        }
    }

    fn list_holds(&self, node: &Node, values: &List, at: &At<'_>) -> Truth {
        let count = Truth::of(node.schema.item_count().contains(&(values.len() as u64)));
        let items =
            node.items.iter().flat_map(|items| indexed(values, at, |value, at| self.holds(items.get(), value, at)));
        count.and(all(items))
    }
}

/// What is asked of each element of a list, with its place.
fn indexed(values: &List, at: &At<'_>, ask: impl Fn(&Value, &At<'_>) -> Truth) -> Vec<Truth> {
    values.iter().enumerate().map(|(index, value)| ask(value, &at.item(index))).collect()
}

fn exactly_one(each: impl IntoIterator<Item = Truth>) -> Truth {
    let (mut yes, mut open) = (0, 0);
    for one in each {
        match one {
            Truth::Yes => yes += 1,
            Truth::Unknown => open += 1,
            Truth::No => {}
        }
    }
    match (yes, open) {
        (1, 0) => Truth::Yes,
        (0, 0) | (2.., _) => Truth::No,
        _ => Truth::Unknown,
    }
}

fn scalar_holds(node: &Node, value: &Value) -> bool {
    let schema = &node.schema;
    let listed = schema.allowed().is_empty() || schema.allowed().iter().any(|literal| is_literal(literal, value));
    listed
        && match value {
            Value::Text(text) => {
                let words = schema.allowed_any_case();
                (words.is_empty() || words.iter().any(|word| word.eq_ignore_ascii_case(text)))
                    && schema.length().contains(&(text.chars().count() as u64))
                    && format::mismatch(schema.formats(), text).is_none()
                    && node.pattern().is_none_or(|pattern| pattern.matches(text) != Some(false))
            }
            Value::Int(number) => number_holds(node, *number as f64),
            Value::Float(number) => number_holds(node, *number),
            _ => true,
        }
}

fn number_holds(node: &Node, number: f64) -> bool {
    let inside = node.schema.exclusive_range();
    node.schema.range().contains(&number)
        && inside.least.is_none_or(|least| number > least)
        && inside.most.is_none_or(|most| number < most)
        && node.schema.multiple_of().is_none_or(|step| step <= 0.0 || (number / step).fract().abs() <= 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_decides_nothing() {
        use Truth::{No, Unknown, Yes};
        assert_eq!(all([Yes, Unknown]), Unknown);
        assert_eq!(all([Unknown, No]), No);
        assert_eq!(any([No, Unknown]), Unknown);
        assert_eq!(any([Unknown, Yes]), Yes);
        assert_eq!([exactly_one([Yes, No]), exactly_one([Yes, Unknown]), exactly_one([Yes, Yes])], [Yes, Unknown, No]);
        assert_eq!(exactly_one([Unknown, No]), Unknown);
    }
}
