//! A call as pairs, as services take it that are older than JSON.

use serde_json::Value as Json;

use super::service::Form;

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
                // The input has the name of the list, calls of EC2 that of one of its items.
                Form::Ec2 => one_of(place),
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

/// `InstanceIds` is sent as `InstanceId.1`.
fn one_of(list: &str) -> String {
    list.strip_suffix('s').unwrap_or(list).to_owned()
}

/// A text with everything escaped but letters, digits and `-._~`.
fn plain(text: &str) -> String {
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
