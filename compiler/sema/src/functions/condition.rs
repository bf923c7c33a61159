//! Conditions of statements: on whose behalf a service calls.
//!
//! Against a service that is tricked into calling for somebody else (docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).

use cloudc_base::Span;
use cloudc_base::value::{Entries, From, Later, Value};

use super::call::{Call, short};
use super::principal::is_account;
use crate::mistakes::bad_call;
use crate::program::Eval;

/// What limits a statement to calls on behalf of an account and of a resource.
#[derive(Debug, Default)]
pub(super) struct Behalf {
    /// `true` is the program's own account, a text the number of another.
    pub(super) account: Value,
    /// An ARN, perhaps with `*`, or several.
    pub(super) source: Value,
}

/// `Condition` for these, and for what a statement asks for itself; none if there is nothing to ask.
pub(super) fn condition(call: &mut Call<'_, '_>, own: &Value, behalf: &Behalf, span: Span) -> Eval<Option<Value>> {
    let mut operators = match own {
        Value::Null => Entries::new(),
        Value::Record(record) if record.iter().all(|(_, asked)| matches!(asked, Value::Record(_))) => record.entries(),
        _ => {
            return call
                .fail(bad_call::value(span, "a condition is a record of operators: `{ StringEquals = { .. } }`"));
        }
    };
    for (operator, key, value) in [
        ("StringEquals", "aws:SourceAccount", account(call, &behalf.account, span)?),
        ("ArnLike", "aws:SourceArn", source(call, &behalf.source, span)?),
    ] {
        let Some(value) = value else { continue };
        let mut asked = match operators.get(operator) {
            Some(Value::Record(asked)) => asked.entries(),
            _ => Entries::new(),
        };
        if asked.get(key).is_some() {
            return call.fail(bad_call::value(span, format!("`where` asks for `{key}` already")));
        }
        asked.set(key, value);
        operators.set(operator, asked.seal());
    }
    let empty = operators.iter().len() == 0;
    Ok((!empty).then(|| operators.seal()))
}

fn account(call: &mut Call<'_, '_>, account: &Value, span: Span) -> Eval<Option<Value>> {
    match account {
        Value::Null | Value::Bool(false) => Ok(None),
        Value::Bool(true) => Ok(Some(Later::new(From::App("account".into()), call.span).value())),
        Value::Text(text) if is_account(text) => Ok(Some(account.clone())),
        Value::Later(_) => Ok(Some(account.clone())),
        Value::Text(text) => call.fail(bad_call::value(span, format!("{} is no account: 12 digits", short(text)))),
        other => {
            call.fail(bad_call::value(span, format!("an account is `true` or 12 digits, and this is {}", other.kind())))
        }
    }
}

fn source(call: &mut Call<'_, '_>, source: &Value, span: Span) -> Eval<Option<Value>> {
    let is_arn = |value: &Value| match value {
        Value::Text(text) => text.starts_with("arn:"),
        Value::Later(_) => true,
        _ => false,
    };
    match source {
        Value::Null => Ok(None),
        Value::List(sources) if !sources.is_empty() && sources.iter().all(is_arn) => Ok(Some(source.clone())),
        one if is_arn(one) => Ok(Some(source.clone())),
        _ => call.fail(bad_call::value(span, "a source is an ARN, or a list of ARNs")),
    }
}
