//! A call as pairs, as services take it that are older than JSON.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value as Json;

use super::service::Form;

/// How EC2 calls its lists: the rows of `data/ec2_lists.txt`.
static LISTS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/ec2_lists.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).collect()
});

/// The body of a call with this input.
pub(super) fn body(form: Form, version: &str, call: &str, input: &Json) -> String {
    let mut pairs = vec![("Action".to_owned(), call.to_owned()), ("Version".to_owned(), version.to_owned())];
    add(form, "", input, &mut pairs);
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{}={}", plain(name), plain(value))).collect();
    pairs.join("&")
}

fn add(form: Form, place: &str, value: &Json, pairs: &mut Vec<(String, String)>) {
    match value {
        Json::Null => {}
        Json::Object(entries) => {
            for (name, entry) in entries {
                let inner = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                add(form, &inner, entry, pairs);
            }
        }
        Json::Array(items) => {
            let list = match form {
                Form::Ec2 => sent_as(place),
                _ => format!("{place}.member"),
            };
            for (at, item) in items.iter().enumerate() {
                add(form, &format!("{list}.{}", at + 1), item, pairs);
            }
        }
        Json::String(text) => pairs.push((place.to_owned(), text.clone())),
        other => pairs.push((place.to_owned(), other.to_string())),
    }
}

/// How EC2 calls the list at a place: `InstanceIds` is sent as `InstanceId.1`.
fn sent_as(place: &str) -> String {
    let (before, name) = place.rsplit_once('.').map_or(("", place), |(before, name)| (before, name));
    let name = LISTS.get(name).copied().unwrap_or(name);
    if before.is_empty() { name.to_owned() } else { format!("{before}.{name}") }
}

/// A text with everything escaped but letters, digits and `-._~`.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => plain.push(char::from(byte)),
            _ => plain.push_str(&format!("%{byte:02X}")),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_are_numbered_as_each_service_has_them() {
        let input = json!({ "InstanceIds": ["i-1", "i-2"], "Force": true });
        let sent = "Action=StopInstances&Version=1&Force=true&InstanceId.1=i-1&InstanceId.2=i-2";
        assert_eq!(body(Form::Ec2, "1", "StopInstances", &input), sent);
        let input = json!({ "A": { "B": ["x y"] } });
        assert_eq!(body(Form::Query, "1", "C", &input), "Action=C&Version=1&A.B.member.1=x%20y");
    }
}
