//! A statement of a policy, from what a verb (D13) or `given` (D14) says.

use cloudc_base::value::{Entries, Record, Value};
use cloudc_base::{Span, nearest};

use super::call::{Call, short};
use super::condition::{Behalf, condition};
use super::principal::principal;
use crate::mistakes::bad_call;
use crate::program::Eval;

/// What a statement of a verb or of `given` may hold, and what of it a policy has no place for: that is for proofs, for
/// groups and for paths in the network.
const KEYS: &[&str] = &["actions", "on", "principal", "source", "account", "where"];
const ELSEWHERE: &[&str] = &["covers", "service", "subject", "verb", "cidr", "pod", "ports"];

/// Whether this is an entry of `given` that lets nobody do anything with a policy: somebody listens, or packets may come.
pub(super) fn grants_nothing(value: &Value) -> bool {
    let Value::Record(record) = value else { return false };
    record.get("verb").is_some() && matches!(record.get("actions"), Some(Value::List(actions)) if actions.is_empty())
}

/// The statement in IAM's words. One that is in IAM's words already, known by its `Effect`, is taken as it is.
pub(super) fn statement(call: &mut Call<'_, '_>, value: &Value, at: Span) -> Eval {
    let Value::Record(record) = value else {
        return call.fail(bad_call::value(at, format!("a statement is a record, and this is {}", value.kind())));
    };
    if record.get("Effect").is_some() {
        return Ok(value.clone());
    }
    check_keys(call, record, at)?;
    let field = |name: &str| record.get(name).cloned().unwrap_or_default();
    let mut statement = Entries::new();
    statement.set("Effect", Value::text("Allow"));
    if field("principal") != Value::Null {
        statement.set("Principal", principals(call, &field("principal"), at)?);
    }
    let actions = texts(call, &field("actions"), "actions", at)?;
    check_actions(call, &actions, at)?;
    statement.set("Action", actions);
    statement.set("Resource", texts(call, &field("on"), "on", at)?);
    let behalf = Behalf { account: field("account"), source: field("source") };
    if let Some(condition) = condition(call, &field("where"), &behalf, at)? {
        statement.set("Condition", condition);
    }
    Ok(statement.seal())
}

fn check_keys(call: &mut Call<'_, '_>, record: &Record, at: Span) -> Eval<()> {
    let known = || KEYS.iter().chain(ELSEWHERE).copied();
    match record.iter().find(|(name, _)| !known().any(|key| *key == ***name)) {
        None => Ok(()),
        Some((name, _)) => {
            let finding = bad_call::value(at, format!("a statement has no {}", short(name)));
            call.fail(match nearest(name, known()) {
                Some(near) => finding.help(format!("it has `{near}`")),
                None => finding.help("it has `actions`, `on`, `principal`, `source`, `account` and `where`"),
            })
        }
    }
}

/// One principal, a list of them, or a record in IAM's own words.
fn principals(call: &mut Call<'_, '_>, value: &Value, at: Span) -> Eval {
    match value {
        Value::Record(_) => Ok(value.clone()),
        Value::List(all) => principal(call, &all.iter().map(|one| (one.clone(), at)).collect::<Vec<_>>()),
        one => principal(call, &[(one.clone(), at)]),
    }
}

/// A text or a list of texts, which may be later.
fn texts(call: &mut Call<'_, '_>, value: &Value, name: &str, at: Span) -> Eval {
    let is_text = |value: &Value| matches!(value, Value::Text(_) | Value::Later(_));
    match value {
        Value::List(values) if !values.is_empty() && values.iter().all(is_text) => Ok(value.clone()),
        one if is_text(one) => Ok(value.clone()),
        Value::Null => {
            let finding = bad_call::value(at, format!("a statement says its `{name}`"));
            call.fail(if name == "on" { finding.help("everything is `[\"*\"]`") } else { finding })
        }
        _ => call.fail(bad_call::value(at, format!("`{name}` is a list of Strings"))),
    }
}

/// Actions are written `service:Action`, perhaps with `*`; which there are is checked elsewhere.
fn check_actions(call: &mut Call<'_, '_>, actions: &Value, at: Span) -> Eval<()> {
    let part = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-*?".contains(&b));
    let is_action = |text: &str| text == "*" || text.split_once(':').is_some_and(|(a, b)| part(a) && part(b));
    let one = std::slice::from_ref(actions);
    let all: &[Value] = if let Value::List(values) = actions { values } else { one };
    let wrong = all.iter().find_map(|action| match action {
        Value::Text(text) if !is_action(text) => Some(short(text)),
        _ => None,
    });
    match wrong {
        Some(shown) => {
            let finding = bad_call::value(at, format!("{shown} is no action"));
            call.fail(finding.help("an action is written `sqs:SendMessage`"))
        }
        None => Ok(()),
    }
}
