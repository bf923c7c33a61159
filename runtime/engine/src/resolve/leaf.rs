use std::sync::Arc;

use cloudc_base::functions::{self, plain};
use cloudc_base::value::{Entries, From, Later, Value};
use cloudc_provider::{Question, Site};

use super::Unresolvable;
use super::scope::{Scope, Sight};

/// What a later value has become.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Leaf {
    /// It is this, and nothing in it is later.
    Known(Value),
    /// It is not known yet.
    Later { sure: bool },
    /// A part of it is secret, and all else is known.
    Secret,
}

/// What a later value has become.
pub(super) fn of(later: &Later, scope: &dyn Scope) -> Result<Leaf, Unresolvable> {
    match later.from() {
        From::Attribute { of, path } => match scope.attribute(of, path) {
            // What a cloud keeps to itself is told to nobody: where it is, is enough.
            Sight::Known(_) | Sight::Missing if later.is_secret() => Ok(Leaf::Secret),
            Sight::Known(json) => Ok(Leaf::Known(Value::of_json(json))),
            Sight::Later { sure } => Ok(Leaf::Later { sure }),
            Sight::Missing => Err(Unresolvable::NoAttribute(of.clone(), Arc::clone(path))),
        },
        From::App(name) => {
            let found = scope.app(name).ok_or_else(|| Unresolvable::NoApp(Arc::clone(name)))?;
            Ok(Leaf::Known(Value::of_json(&found)))
        }
        From::Secret(_) => Ok(Leaf::Secret),
        From::Param(address) => Err(Unresolvable::NoParam(address.clone())),
        From::Joined(parts) => with(parts, scope, |known| joined(&known)),
        From::Call { function, arguments } => with(arguments, scope, |known| {
            functions::call(function, &known).map_err(|why| Unresolvable::function(function, &why))
        }),
        From::Lookup { what, arguments } => with(arguments, scope, |known| {
            let question = question(what, &known, scope.site());
            let answer = scope.answer(&question).ok_or_else(|| Unresolvable::NoAnswer(question.key()))?;
            Ok(Value::of_json(&answer))
        }),
        From::Element { of: list, index } => match of(list, scope)? {
            Leaf::Known(Value::List(values)) => match values.get(*index as usize) {
                Some(element) => Ok(Leaf::Known(element.clone())),
                None => Err(Unresolvable::NoElement(list.to_string(), *index)),
            },
            Leaf::Known(_) => Err(Unresolvable::NoElement(list.to_string(), *index)),
            other => Ok(other),
        },
    }
}

/// What is made of parts, if all of them are known.
fn with(
    parts: &[Value],
    scope: &dyn Scope,
    make: impl FnOnce(Vec<Value>) -> Result<Value, Unresolvable>,
) -> Result<Leaf, Unresolvable> {
    let mut found = Found::default();
    let mut known = Vec::with_capacity(parts.len());
    for part in parts {
        known.push(found.settle(part, scope)?);
    }
    match found {
        Found { later: Some(sure), .. } => Ok(Leaf::Later { sure }),
        Found { secret: true, .. } => Ok(Leaf::Secret),
        _ => make(known).map(Leaf::Known),
    }
}

/// What was found on the way through parts.
#[derive(Debug, Default)]
struct Found {
    /// A part is not known yet; whether one of them will surely differ.
    later: Option<bool>,
    secret: bool,
}

impl Found {
    /// The value with its later leaves in their places.
    fn settle(&mut self, value: &Value, scope: &dyn Scope) -> Result<Value, Unresolvable> {
        if value.later().is_none() {
            return Ok(value.clone());
        }
        match value {
            Value::Later(later) => match of(later, scope)? {
                Leaf::Known(value) => return Ok(value),
                Leaf::Later { sure } => self.later = Some(self.later.unwrap_or(false) || sure),
                Leaf::Secret => self.secret = true,
            },
            Value::List(values) => {
                let settled: Result<Vec<Value>, _> = values.iter().map(|value| self.settle(value, scope)).collect();
                return Ok(Value::list(settled?));
            }
            Value::Record(record) => {
                let mut entries = Entries::new();
                for (name, value) in record.iter() {
                    entries.set(Arc::clone(name), self.settle(value, scope)?);
                }
                return Ok(entries.seal());
            }
            _ => {}
        }
        Ok(Value::Null)
    }
}

fn joined(parts: &[Value]) -> Result<Value, Unresolvable> {
    let mut text = String::new();
    for part in parts {
        match (plain(part), part) {
            (Some(piece), _) => text.push_str(&piece),
            (None, Value::Float(number)) => text.push_str(&format!("{number:?}")),
            (None, other) => return Err(Unresolvable::Kind(other.kind())),
        }
        if text.len() > functions::MAX_TEXT {
            return Err(Unresolvable::Function("${}", "it is too long".to_owned()));
        }
    }
    Ok(Value::text(text))
}

/// The question that a look-up asks.
pub(crate) fn question(what: &str, arguments: &[Value], site: &Site) -> Question {
    let text = |argument: &Value| plain(argument).map_or_else(|| argument.to_string(), |text| text.into_owned());
    let arguments = arguments.iter().map(text).collect();
    Question { what: what.into(), arguments, site: site.clone() }
}
