//! What went wrong with a call, as a class that says what may be done about it.

use std::error::Error;
use std::str::SplitWhitespace;
use std::sync::LazyLock;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use cloudc_facts::rows;
use cloudc_provider::{Class, Fault};

/// A row of `data/codes.txt`.
struct Row {
    class: Class,
    code: &'static str,
    /// Words of the message, if the code alone does not tell.
    words: Option<String>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| rows(include_str!("../data/codes.txt")).filter_map(row).collect());

fn row(mut words: SplitWhitespace<'static>) -> Option<Row> {
    let class = class_of(words.next()?)?;
    let code = words.next()?;
    Some(Row { class, code, words: words.next().map(|words| words.replace('-', " ")) })
}

fn class_of(word: &str) -> Option<Class> {
    serde_json::from_value(word.into()).ok()
}

/// The fault that an error of the client library is.
#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
pub(crate) fn fault<E>(error: SdkError<E, HttpResponse>) -> Fault
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    match &error {
        SdkError::ConstructionFailure(_) => Fault::new(Class::Invalid, "", chain(&error)),
        SdkError::DispatchFailure(failure) if failure.is_user() => Fault::new(Class::Invalid, "", chain(&error)),
        SdkError::ServiceError(service) => {
            let status = service.raw().status().as_u16();
            let meta = service.err().meta();
            let unknown = || format!("nobody understands the answer ({status}): {}", chain(service.err()));
            let message = meta.message().map_or_else(unknown, str::to_owned);
            of_code(meta.code().unwrap_or_default(), &message, status)
        }
        // Whatever else happened, the call may have arrived.
        _ => Fault::new(Class::Lost, "", chain(&error)),
    }
}

/// The fault of a code that a service gave, with the status of its answer.
pub(crate) fn of_code(code: &str, message: &str, status: u16) -> Fault {
    let lower = message.to_lowercase();
    let fits = |row: &&Row| {
        is_like(code, row.code) && row.words.as_ref().is_none_or(|words| lower.contains(&words.to_lowercase()))
    };
    let class = ROWS.iter().find(fits).map(|row| row.class);
    let class = class.unwrap_or(match status {
        429 => Class::Throttled,
        503 => Class::Transient,
        500.. => Class::Lost,
        _ => Class::Invalid,
    });
    Fault::new(class, code, message.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether a code is `pattern`, which may begin or end with a star.
pub(crate) fn is_like(code: &str, pattern: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), Some(_)) => code.contains(pattern.trim_matches('*')),
        (Some(end), None) => code.ends_with(end),
        (None, Some(start)) => match start.split_once('*') {
            Some((start, middle)) => code.starts_with(start) && code.contains(middle),
            None => code.starts_with(start),
        },
        (None, None) => match pattern.split_once('*') {
            Some((start, end)) => code.starts_with(start) && code.ends_with(end),
            None => code == pattern,
        },
    }
}

/// An error and what caused it, in one line: the library's own errors say little.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

/// What an answer should have held and did not.
pub(crate) fn incomplete(what: &str) -> Fault {
    Fault::new(Class::Lost, "", format!("the answer does not say {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let rows = include_str!("../data/codes.txt").lines();
        let rows = rows.filter(|line| !line.split('#').next().unwrap_or_default().trim().is_empty());
        assert_eq!(ROWS.len(), rows.count());
    }

    #[test]
    fn codes_have_their_class() {
        let class = |code: &str| of_code(code, "", 400).class;
        assert_eq!(class("RequestLimitExceeded"), Class::Throttled);
        assert_eq!(class("VpcLimitExceeded"), Class::Quota);
        assert_eq!(class("InvalidVpcID.NotFound"), Class::NotFound);
        assert_eq!(class("DependencyViolation"), Class::Held);
        assert_eq!(class("InvalidPermission.Duplicate"), Class::Conflict);
        assert_eq!(class("InsufficientHostCapacity"), Class::Quota);
        assert_eq!(class("ValidationError"), Class::Invalid);
        assert_eq!(of_code("", "", 503).class, Class::Transient);
        assert_eq!(of_code("", "", 500).class, Class::Lost);
    }

    #[test]
    fn a_role_that_is_not_known_yet_is_waited_for() {
        let message = "The role defined for the function cannot be assumed by Lambda.";
        assert_eq!(of_code("InvalidParameterValueException", message, 400).class, Class::NotFound);
        assert_eq!(of_code("InvalidParameterValueException", "a bad runtime", 400).class, Class::Invalid);
    }
}
