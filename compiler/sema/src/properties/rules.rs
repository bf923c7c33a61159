use cloudc_base::nearest;
use cloudc_base::value::Value;
use cloudc_facts::{Literal, Provider};

use super::at::At;
use super::describe::{forms, when};
use super::meant::Meant;
use super::node::{Lazy, Node, Rule};
use super::object::is_there;
use super::truth::Truth;
use super::walk::{Found, Walk};
use crate::mistakes::{property_rule, property_text, unknown_property};

impl Walk<'_, '_> {
    /// What must hold beyond the form of a value. What a later value or a mistake leaves open is not reported.
    pub(super) fn rules(&mut self, node: &Node, value: &Value, at: &At<'_>) {
        for rule in &node.rules {
            self.rule(rule, value, at);
        }
    }

    fn rule(&mut self, rule: &Rule, value: &Value, at: &At<'_>) {
        match rule {
            Rule::All(all) => all.iter().for_each(|one| self.value(one.get(), value, at)),
            Rule::When(condition, then, otherwise) => match self.holds(condition.get(), value, at) {
                Truth::Yes => {
                    self.branch(then, when(condition.get()).map(|words| format!(" where {words}")), value, at)
                }
                Truth::No => {
                    self.branch(otherwise, when(condition.get()).map(|words| format!(" unless {words}")), value, at);
                }
                Truth::Unknown => {}
            },
            Rule::With(name, node) => {
                if matches!(value, Value::Record(record) if is_there(record, name)) {
                    self.explained(node, Some(format!(" with `{name}`")), value, at);
                }
            }
            Rule::EveryName(node) => self.names(node.get(), value, at),
            Rule::ExactlyOne(all) | Rule::AtLeastOne(all) => self.forms(rule, all, value, at),
            Rule::Not(_) | Rule::SomeItem(_) => {
                if self.rule_holds(rule, value, at) == Truth::No {
                    let words = self.broken(rule);
                    self.push(Found::new(at, move |place| property_rule::broken(place, words.as_deref())));
                }
            }
        }
    }

    fn branch(&mut self, branch: &Option<Lazy>, because: Option<String>, value: &Value, at: &At<'_>) {
        if let Some(branch) = branch {
            self.explained(branch, because, value, at);
        }
    }

    /// What must hold for a reason, which is said behind what is wrong.
    fn explained(&mut self, node: &Lazy, because: Option<String>, value: &Value, at: &At<'_>) {
        let known = self.because.len();
        self.because.extend(because);
        self.value(node.get(), value, at);
        self.because.truncate(known);
    }

    /// The names of the entries of a record.
    fn names(&mut self, node: &Node, value: &Value, at: &At<'_>) {
        let Value::Record(record) = value else { return };
        for (name, _) in record.iter() {
            let here = at.name(name);
            if self.holds(node, &Value::Text(name.clone()), &here) == Truth::No {
                self.wrong_name(node, name, &here);
            }
        }
    }

    /// The name of an entry that may not have it.
    fn wrong_name(&mut self, node: &Node, name: &str, at: &At<'_>) {
        let allowed: Vec<Box<str>> = node.schema.allowed().iter().filter_map(Literal::text).map(Box::from).collect();
        if allowed.is_empty() {
            return self.push(Found::new(at, property_text::reserved_name));
        }
        let near = nearest(name, allowed.iter().map(|name| &**name)).map(Box::from);
        let meant = near.map_or(Meant::Nothing(allowed), Meant::Name);
        self.push(Found::new(at, move |place| unknown_property::finding(place, &meant)));
    }

    /// The forms that a value may have. If only one is listed, or only one can be meant, what is wrong with that is said.
    fn forms(&mut self, rule: &Rule, all: &[Lazy], value: &Value, at: &At<'_>) {
        if self.rule_holds(rule, value, at) != Truth::No {
            return;
        }
        if let [only] = all {
            return self.value(only.get(), value, at);
        }
        let fit = all.iter().filter(|one| self.holds(one.get(), value, at) == Truth::Yes).count();
        if fit > 1 && self.ty.provider() == Provider::Kubernetes {
            // Its defaults, which are not written, tell forms apart.
            return;
        }
        let words = forms(all);
        self.push(Found::new(at, move |place| property_rule::forms(place, fit, &words)));
    }

    /// In words what a rule says that is no more than true or false.
    fn broken(&self, rule: &Rule) -> Option<String> {
        match rule {
            Rule::Not(node) => when(node.get()).map(|words| format!("not {words}")),
            Rule::SomeItem(node) => when(node.get()).map(|words| format!("in one element {words}")),
            _ => None,
        }
    }
}
