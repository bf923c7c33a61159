use cloudc_base::value::Value;

use super::object::{get, items};
use crate::read::{Sure, text};

/// Whether a selector takes something with these labels: `matchLabels` and `matchExpressions`.
///
/// <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements>
pub(crate) fn matches(selector: &Value, labels: Option<&Value>) -> Sure {
    let mut sure = match get(selector, &["matchLabels"]) {
        Some(wanted) => matches_labels(wanted, labels),
        None => Sure::Yes,
    };
    for expression in items(selector, &["matchExpressions"]) {
        sure = sure.min(requirement(expression, |key| of(labels, key)));
    }
    sure
}

/// Whether all of these labels are among those.
pub(crate) fn matches_labels(wanted: &Value, labels: Option<&Value>) -> Sure {
    let Value::Record(wanted) = wanted else { return Sure::Perhaps };
    let each =
        wanted.iter().filter(|(_, value)| **value != Value::Null).map(|(key, value)| value_of(of(labels, key), value));
    each.min().unwrap_or(Sure::Yes)
}

/// Whether a label has a value.
pub(super) fn value_of(label: Label<'_>, wanted: &Value) -> Sure {
    match (label, text(wanted)) {
        (Label::Not, _) => Sure::No,
        (Label::Is(found), Some(wanted)) => Sure::of(wanted == found),
        (Label::Among(all), Some(wanted)) => share(all, |found| Sure::of(found == wanted)),
        _ => Sure::Perhaps,
    }
}

/// What holds of a label that has one of these values: it surely does if it holds of all of them.
fn share(all: &Value, holds: impl Fn(&str) -> Sure) -> Sure {
    let each: Vec<Sure> = items(all, &[]).into_iter().map(|one| text(one).map_or(Sure::Perhaps, &holds)).collect();
    match (each.iter().min(), each.iter().max()) {
        (Some(Sure::Yes), _) => Sure::Yes,
        (_, Some(Sure::No)) => Sure::No,
        _ => Sure::Perhaps,
    }
}

/// What is known of a label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Label<'v> {
    /// It is not there.
    Not,
    /// It is there, with this value.
    Is(&'v str),
    /// It is there, with one of the values of this list: a machine that is made for a pod takes one that the pod wants.
    Among(&'v Value),
    /// Nobody knows.
    Unknown,
}

/// What is known of one of these labels; without any, it is not there.
pub(super) fn of<'v>(labels: Option<&'v Value>, key: &str) -> Label<'v> {
    match labels {
        None => Label::Not,
        Some(Value::Record(record)) => match record.get(key) {
            None | Some(Value::Null) => Label::Not,
            Some(Value::Text(text)) => Label::Is(text),
            Some(_) => Label::Unknown,
        },
        Some(_) => Label::Unknown,
    }
}

/// Whether a requirement holds: `key`, `operator`, `values`.
pub(super) fn requirement<'v>(expression: &'v Value, label: impl Fn(&'v str) -> Label<'v>) -> Sure {
    let said = |name: &str| get(expression, &[name]).and_then(text);
    let (Some(key), Some(operator)) = (said("key"), said("operator")) else { return Sure::Perhaps };
    let values = items(expression, &["values"]);
    let among = |found: &str| {
        let each = values.iter().map(|value| text(value).map_or(Sure::Perhaps, |value| Sure::of(value == found)));
        each.max().unwrap_or(Sure::No)
    };
    let not = |sure: Sure| match sure {
        Sure::No => Sure::Yes,
        Sure::Perhaps => Sure::Perhaps,
        Sure::Yes => Sure::No,
    };
    match (operator, label(key)) {
        (_, Label::Unknown) => Sure::Perhaps,
        ("In", Label::Is(found)) => among(found),
        ("In", Label::Among(all)) => share(all, among),
        ("NotIn", Label::Among(all)) => not(share(all, among)),
        ("NotIn", Label::Is(found)) => not(among(found)),
        ("Exists", Label::Is(_) | Label::Among(_)) | ("NotIn" | "DoesNotExist", Label::Not) => Sure::Yes,
        ("In" | "Exists", Label::Not) | ("DoesNotExist", Label::Is(_) | Label::Among(_)) => Sure::No,
        ("Gt" | "Lt", Label::Not) => Sure::No,
        _ => Sure::Perhaps,
    }
}
