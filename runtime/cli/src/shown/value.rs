use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cloudc_engine::{is_later, is_secret};
use serde_json::Value as Json;
use similar::{ChangeTag, TextDiff};

/// How many characters of a value are shown.
const MOST: usize = 72;
/// How many places inside of one property are shown.
const PLACES: usize = 8;

/// A value on one line: secrets are not shown, and what is known later says where it comes from.
pub(crate) fn value(value: &Json) -> String {
    if is_secret(value).is_some() {
        return "(secret)".to_owned();
    }
    if let Some((from, _)) = is_later(value) {
        return cut(format!("(known later: {from})"));
    }
    cut(marked(value).to_string())
}

/// A value on one line, however long.
pub(crate) fn whole(value: &Json) -> String {
    marked(value).to_string()
}

fn cut(text: String) -> String {
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}..", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

/// The value with its marks as texts.
fn marked(value: &Json) -> Json {
    if is_secret(value).is_some() || is_later(value).is_some() {
        return Json::String(self::value(value));
    }
    match value {
        Json::Array(items) => items.iter().map(marked).collect(),
        Json::Object(entries) => entries.iter().map(|(name, entry)| (name.clone(), marked(entry))).collect(),
        other => other.clone(),
    }
}

/// How a property changes: in one line, or where two lists or documents differ inside.
pub(super) fn change(place: &str, before: Option<&Json>, after: Option<&Json>) -> Vec<String> {
    let mut lines = Vec::new();
    inside(place, before, after, &mut lines);
    if lines.len() > PLACES {
        let more = lines.len() - PLACES;
        lines.truncate(PLACES);
        lines.push(format!("{place}: and {more} more places"));
    }
    lines
}

fn inside(place: &str, before: Option<&Json>, after: Option<&Json>, lines: &mut Vec<String>) {
    let is_mark =
        |value: Option<&Json>| value.is_some_and(|value| is_later(value).is_some() || is_secret(value).is_some());
    match (before, after) {
        (Some(Json::Array(old)), Some(Json::Array(new))) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate().filter(|(_, (old, new))| old != new) {
                inside(&format!("{place}[{index}]"), Some(old), Some(new), lines);
            }
        }
        (Some(Json::Object(old)), Some(Json::Object(new))) if !is_mark(before) && !is_mark(after) => {
            let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
            names.sort_unstable();
            names.dedup();
            for name in names.into_iter().filter(|name| old.get(*name) != new.get(*name)) {
                inside(&format!("{place}.{name}"), old.get(name), new.get(name), lines);
            }
        }
        (Some(Json::Array(old)), Some(Json::Array(new))) if is_long(before) || is_long(after) => {
            let only = |some: &[Json], others: &[Json]| -> Vec<String> {
                some.iter().filter(|item| !others.contains(item)).map(value).collect()
            };
            lines.extend(only(old, new).iter().map(|item| format!("{place}: no more {item}")));
            lines.extend(only(new, old).iter().map(|item| format!("{place}: also {item}")));
        }
        (Some(Json::String(old)), Some(Json::String(new))) if text(old).is_some() && text(new).is_some() => {
            let (old, new) = (text(old).unwrap_or_default(), text(new).unwrap_or_default());
            texts(place, &old, &new, lines);
        }
        (None, Some(new)) => lines.push(format!("{place}: {}", value(new))),
        (Some(old), None) => lines.push(format!("{place}: {} -> nothing", value(old))),
        (Some(old), Some(new)) => lines.push(format!("{place}: {} -> {}", value(old), value(new))),
        (None, None) => {}
    }
}

fn is_long(value: Option<&Json>) -> bool {
    value.is_some_and(|value| whole(value).chars().count() > MOST)
}

/// The lines of a text, which may be written in base64; none if it has only one.
fn text(value: &str) -> Option<String> {
    let decoded = BASE64_STANDARD.decode(value).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.or_else(|| Some(value.to_owned())).filter(|text| text.trim_end().contains('\n'))
}

/// The lines in which two texts differ.
fn texts(place: &str, old: &str, new: &str, lines: &mut Vec<String>) {
    let diff = TextDiff::from_lines(old, new);
    for change in diff.iter_all_changes() {
        let (sign, at) = match change.tag() {
            ChangeTag::Equal => continue,
            ChangeTag::Delete => ("-", change.old_index()),
            ChangeTag::Insert => ("+", change.new_index()),
        };
        let at = at.map_or(0, |at| at + 1);
        lines.push(format!("{place}: line {at}: {sign} {}", cut(change.value().trim_end().to_owned())));
    }
}

#[cfg(test)]
mod tests {
    use cloudc_engine::{later, secret};
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_not_shown_and_later_values_say_where_they_come_from() {
        assert_eq!(value(&secret(json!({ "reference": "ssm:/x" }))), "(secret)");
        assert_eq!(value(&later("net.vpc.VpcId", true)), "(known later: net.vpc.VpcId)");
        assert_eq!(value(&json!([1, later("q.Arn", false)])), r#"[1,"(known later: q.Arn)"]"#);
        assert_eq!(value(&json!("x".repeat(200))).len(), MOST + 2);
    }

    #[test]
    fn documents_show_where_they_differ() {
        let before = json!([{ "Action": ["a", "b"], "Effect": "Allow" }]);
        let after = json!([{ "Action": ["a", "c"], "Effect": "Allow", "Sid": "x" }]);
        let lines = change("Statement", Some(&before), Some(&after));
        assert_eq!(lines, ["Statement[0].Action[1]: \"b\" -> \"c\"", "Statement[0].Sid: \"x\""]);
        assert_eq!(change("A", Some(&json!([1])), Some(&json!([1, 2]))), ["A: [1] -> [1,2]"]);
        let long = |count: u64| json!((0..count).map(|number| format!("number {number}")).collect::<Vec<_>>());
        assert_eq!(change("A", Some(&long(9)), Some(&long(10))), ["A: also \"number 9\""]);
    }

    #[test]
    fn texts_show_the_lines_that_differ() {
        let encoded = |text: &str| json!(BASE64_STANDARD.encode(text));
        let lines = change("UserData", Some(&encoded("one\ntwo\nthree\n")), Some(&encoded("one\n2\nthree\n")));
        assert_eq!(lines, ["UserData: line 2: - two", "UserData: line 2: + 2"]);
    }
}
