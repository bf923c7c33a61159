use std::sync::Arc;

use cloudc_base::Address;
use cloudc_base::value::{Entries, Value};
use cloudc_graph::references;

/// A statement of a verb: some actions on some things.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub(super) actions: Vec<Arc<str>>,
    /// ARNs; known or later.
    pub(super) on: Vec<Value>,
    /// Conditions as policies write them; null for none.
    pub(super) condition: Value,
    /// The API that is called.
    pub(super) service: Option<Arc<str>>,
}

impl Statement {
    /// The statements of a verb's value, which has been held against its type.
    pub(super) fn all(verb: &Value) -> Vec<Statement> {
        let Value::List(statements) = verb else { return Vec::new() };
        statements.iter().filter_map(Statement::read).collect()
    }

    fn read(value: &Value) -> Option<Statement> {
        let Value::Record(record) = value else { return None };
        let list = |name: &str| match record.get(name) {
            Some(Value::List(values)) => values.to_vec(),
            _ => Vec::new(),
        };
        let text = |value: &Value| match value {
            Value::Text(text) => Some(Arc::clone(text)),
            _ => None,
        };
        Some(Statement {
            actions: list("actions").iter().filter_map(text).collect(),
            on: list("on"),
            condition: record.get("where").cloned().unwrap_or(Value::Null),
            service: record.get("service").and_then(text),
        })
    }

    /// One action on one thing; the service is the action's prefix.
    pub(super) fn of_action(action: &Arc<str>, arn: Value) -> Statement {
        let service = action.split(':').next().map(Arc::from);
        Statement { actions: vec![Arc::clone(action)], on: vec![arn], condition: Value::Null, service }
    }

    /// The first thing that it is about; none where it names none.
    pub(super) fn about(&self) -> Option<Address> {
        let mut first = None;
        for on in &self.on {
            references(on, |reference| {
                first.get_or_insert_with(|| reference.of.clone());
            });
        }
        first
    }

    /// As a policy writes it.
    pub(super) fn written(&self) -> Value {
        let mut record = Entries::new();
        record.set("Effect", Value::text("Allow"));
        record.set("Action", Value::list(self.actions.iter().map(|action| Value::Text(Arc::clone(action)))));
        record.set("Resource", Value::list(self.on.iter().cloned()));
        if self.condition != Value::Null {
            record.set("Condition", self.condition.clone());
        }
        record.seal()
    }
}
