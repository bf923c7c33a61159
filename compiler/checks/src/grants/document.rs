use cloudc_base::value::{From, Value};

use super::pattern::Token;
use super::{Arns, Pattern, Principal, condition};
use crate::read::text;

/// A statement of a policy.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) effect: Effect,
    /// Actions, in lower case.
    pub(crate) actions: Patterns,
    pub(crate) resources: Patterns,
    /// Who it is about, in the policy of a resource; and whether it is about everybody but those.
    pub(crate) principals: Option<(Vec<Principal>, bool)>,
    /// Whether it holds under conditions only.
    pub(crate) conditional: bool,
    /// Whether only somebody whom AWS knows, or who comes out of a network, can fulfil them.
    pub(crate) identified: bool,
}

/// Whether a statement grants or refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Allow,
    Deny,
}

/// What is named, or everything but that.
#[derive(Debug, Clone)]
pub(crate) enum Patterns {
    These(Vec<Pattern>),
    AllBut(Vec<Pattern>),
}

impl Patterns {
    /// Whether something of what is asked for may be among them.
    pub(crate) fn meet(&self, asked: &Pattern) -> bool {
        match self {
            Patterns::These(these) => these.iter().any(|pattern| pattern.meets(asked)),
            Patterns::AllBut(others) => !others.iter().any(|pattern| pattern.covers(asked)),
        }
    }

    /// Whether all of what is asked for surely is among them.
    pub(crate) fn cover(&self, asked: &Pattern) -> bool {
        match self {
            Patterns::These(these) => these.iter().any(|pattern| pattern.covers(asked)),
            Patterns::AllBut(others) => !others.iter().any(|pattern| pattern.meets(asked)),
        }
    }
}

/// What is not known of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unknown;

/// The statements of a document.
///
/// # Errors
/// What it says is known later.
pub(super) fn statements(arns: &Arns<'_>, document: &Value) -> Result<Vec<Statement>, Unknown> {
    match document {
        Value::Record(record) => match record.get("Statement") {
            Some(list) => listed(arns, list),
            None => Ok(Vec::new()),
        },
        Value::Text(text) => {
            let parsed = serde_json::from_str::<serde_json::Value>(text).map_err(|_| Unknown)?;
            statements(arns, &value_of(&parsed))
        }
        // `json({ .. })`
        Value::Later(later) => match later.from() {
            From::Call { function: "json", arguments } => {
                arguments.first().map_or(Err(Unknown), |value| statements(arns, value))
            }
            _ => Err(Unknown),
        },
        _ => Ok(Vec::new()),
    }
}

/// The statements of a list of them, or a single one.
fn listed(arns: &Arns<'_>, list: &Value) -> Result<Vec<Statement>, Unknown> {
    match list {
        Value::List(values) => {
            let each: Result<Vec<Vec<Statement>>, Unknown> = values.iter().map(|value| listed(arns, value)).collect();
            Ok(each?.into_iter().flatten().collect())
        }
        Value::Record(record) => {
            let part = |name: &str| record.get(name).filter(|value| **value != Value::Null);
            let patterns = |name: &str, other: &str, read: &dyn Fn(&Value) -> Pattern| match (part(name), part(other)) {
                (Some(value), _) => Patterns::These(each(value).into_iter().map(read).collect()),
                (None, Some(value)) => Patterns::AllBut(each(value).into_iter().map(read).collect()),
                (None, None) => Patterns::These(vec![Pattern::glob("*")]),
            };
            let effect = part("Effect").and_then(text);
            let principals = part("Principal").map(|value| (Principal::all(arns, value), false));
            let but = || part("NotPrincipal").map(|value| (Principal::all(arns, value), true));
            Ok(vec![Statement {
                effect: if effect == Some("Deny") { Effect::Deny } else { Effect::Allow },
                actions: patterns("Action", "NotAction", &action),
                resources: patterns("Resource", "NotResource", &|value| arns.pattern(value)),
                principals: principals.or_else(but),
                conditional: part("Condition").is_some(),
                identified: part("Condition").is_some_and(condition::identifies),
            }])
        }
        _ => Err(Unknown),
    }
}

/// An action in lower case; one that is known later may be any.
pub(crate) fn action(value: &Value) -> Pattern {
    match value {
        Value::Text(text) => Pattern::glob(&text.to_ascii_lowercase()),
        _ => Pattern::new(vec![Token::Later]),
    }
}

/// One value or a list of them.
pub(crate) fn each(value: &Value) -> Vec<&Value> {
    match value {
        Value::List(values) => values.iter().flat_map(each).collect(),
        other => vec![other],
    }
}

/// The known texts in a value.
pub(crate) fn texts(value: &Value) -> Vec<&str> {
    each(value).into_iter().filter_map(text).collect()
}

/// JSON as a value.
fn value_of(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(*value),
        serde_json::Value::Number(number) => number.as_i64().map_or(Value::Null, Value::Int),
        serde_json::Value::String(text) => Value::text(text),
        serde_json::Value::Array(values) => Value::list(values.iter().map(value_of)),
        serde_json::Value::Object(entries) => {
            Value::record(entries.iter().map(|(name, value)| (name.as_str(), value_of(value))))
        }
    }
}
