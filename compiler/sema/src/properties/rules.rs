use cloudc_base::value::Value;
use cloudc_facts::Provider;

use super::at::At;
use super::describe::{forms, when};
use super::node::{Lazy, Node, Rule};
use super::object::is_there;
use super::truth::Truth;
use super::walk::{Found, Walk};
use crate::mistakes::property_rule;

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
            Rule::When(condition, then, otherwise) => {
                let branch = match self.holds(condition.get(), value, at) {
                    Truth::Yes => then.as_ref().map(|then| (then, " where ")),
                    Truth::No => otherwise.as_ref().map(|otherwise| (otherwise, " unless ")),
                    Truth::Unknown => None,
                };
                if let Some((branch, word)) = branch {
                    let because = when(condition.get()).map(|words| format!("{word}{words}"));
                    self.because.extend(because.clone());
                    self.value(branch.get(), value, at);
                    self.because.truncate(self.because.len() - usize::from(because.is_some()));
                }
            }
            Rule::With(name, node) => {
                if matches!(value, Value::Record(record) if is_there(record, name)) {
                    self.because.push(format!(" with `{name}`"));
                    self.value(node.get(), value, at);
                    self.because.pop();
                }
            }
            Rule::EveryName(node) => {
                let Value::Record(record) = value else { return };
                for (name, _) in record.iter() {
                    self.value(node.get(), &Value::Text(name.clone()), &at.name(name));
                }
            }
            Rule::ExactlyOne(all) | Rule::AtLeastOne(all) => self.forms(rule, all, value, at),
            Rule::Not(_) | Rule::SomeItem(_) => {
                if self.rule_holds(rule, value, at) == Truth::No {
                    let words = self.broken(rule);
                    self.push(Found::new(at, move |place| property_rule::broken(place, words.as_deref())));
                }
            }
        }
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
