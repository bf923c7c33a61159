//! Who may do something, as a policy names them.

use cloudc_base::Span;
use cloudc_base::value::{Entries, Value};

use super::call::{Call, short};
use crate::mistakes::bad_call;
use crate::program::Eval;

/// A kind of principal: a key of `Principal` in a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `lambda.amazonaws.com`
    Service,
    /// An account, by its number or ARN, or the ARN of a role or user.
    Account,
    /// Everybody: `*`.
    Anyone,
}

/// The kind of a principal; none for what names nobody. A later value is an ARN.
pub(super) fn kind(value: &Value) -> Option<Kind> {
    match value {
        Value::Later(_) => Some(Kind::Account),
        Value::Text(text) if &**text == "*" => Some(Kind::Anyone),
        Value::Text(text) if is_service(text) => Some(Kind::Service),
        Value::Text(text) if is_account(text) || text.starts_with("arn:") => Some(Kind::Account),
        _ => None,
    }
}

/// `NAME.amazonaws.com`, in China also `NAME.amazonaws.com.cn`.
fn is_service(text: &str) -> bool {
    let name = text.strip_suffix(".cn").unwrap_or(text).strip_suffix(".amazonaws.com").unwrap_or_default();
    let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    !name.is_empty() && name.bytes().all(letters)
}

/// The number of an account: 12 digits.
pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What `Principal` is for these: `"*"`, or a record of services and of accounts.
pub(super) fn principal(call: &mut Call<'_, '_>, all: &[(Value, Span)]) -> Eval {
    let (mut services, mut accounts) = (Vec::new(), Vec::new());
    for (value, span) in all {
        match kind(value) {
            Some(Kind::Service) => services.push(value.clone()),
            Some(Kind::Account) => accounts.push(value.clone()),
            Some(Kind::Anyone) => return Ok(value.clone()),
            None => return nobody(call, value, *span),
        }
    }
    let mut entries = Entries::new();
    for (name, values) in [("Service", services), ("AWS", accounts)] {
        match values.as_slice() {
            [] => {}
            [one] => entries.set(name, one.clone()),
            _ => entries.set(name, Value::list(values)),
        }
    }
    Ok(entries.seal())
}

fn nobody(call: &mut Call<'_, '_>, value: &Value, span: Span) -> Eval {
    let Value::Text(text) = value else {
        return call.fail(bad_call::value(span, format!("a principal is a String, and this is {}", value.kind())));
    };
    let finding = bad_call::value(span, format!("{} is no service, account or ARN", short(text)));
    let is_word = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    call.fail(if is_word {
        finding.help(format!("a service is written `{text}.amazonaws.com`"))
    } else {
        finding.help("a service is written `lambda.amazonaws.com`, an account by its 12 digits")
    })
}
