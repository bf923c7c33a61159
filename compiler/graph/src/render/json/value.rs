use cloudc_base::value::{From, Later, Ports, Value as Known};
use serde_json::{Map, Value, json};

/// A value in JSON: what JSON has as itself, everything else as an object of one entry whose name starts with `$`.
///
/// `docs/graph.md` lists the forms. A secret shows which store keeps it, and nothing else.
pub fn value(value: &Known) -> Value {
    match value {
        Known::Null => Value::Null,
        Known::Bool(value) => json!(value),
        Known::Int(value) => json!(value),
        Known::Float(value) if value.is_finite() => json!(value),
        Known::Float(value) => tagged("float", value.to_string()),
        Known::Text(value) => json!(&**value),
        Known::Duration(value) => tagged("duration", value.count()),
        Known::Size(value) => tagged("size", value.count()),
        Known::Percent(value) => tagged("percent", value.count()),
        Known::Cidr(value) => tagged("cidr", value.to_string()),
        Known::Ip(value) => tagged("ip", value.to_string()),
        Known::Range(ends) => tagged("range", vec![self::value(&ends.0), self::value(&ends.1)]),
        Known::Ports(value) => tagged("ports", ports(value)),
        Known::List(values) => values.iter().map(self::value).collect(),
        Known::Record(record) => {
            let marked = record.iter().any(|(name, _)| name.starts_with('$'));
            let record = object(record.iter().map(|(name, value)| (&**name, self::value(value))));
            if marked { tagged("record", record) } else { record }
        }
        Known::Handle(address) => tagged("handle", address.to_string()),
        Known::Later(value) => later(value),
    }
}

/// A protocol and its ports.
pub(super) fn ports(ports: &Ports) -> Value {
    let range = ports.range.map(|(first, last)| [("first", json!(first)), ("last", json!(last))]);
    object(range.into_iter().flatten().chain([("protocol", json!(ports.protocol.word()))]))
}

fn later(later: &Later) -> Value {
    let (tag, inner) = match later.from() {
        From::Attribute { of, path } => {
            ("attribute", object([("of", json!(of.to_string())), ("path", json!(&**path))]))
        }
        From::App(name) => ("app", json!(&**name)),
        From::Secret(reference) => ("secret", json!(store(reference))),
        From::Param(address) => ("param", json!(address.to_string())),
        From::Joined(parts) => ("joined", parts.iter().map(value).collect()),
        From::Call { function, arguments } => ("call", asked("function", function, arguments)),
        From::Lookup { what, arguments } => ("lookup", asked("what", what, arguments)),
        From::Element { of, index } => ("element", object([("index", json!(index)), ("of", self::later(of))])),
    };
    let own_secret =
        later.is_secret() && matches!(later.from(), From::Attribute { .. } | From::App(_) | From::Param(_));
    let mark = own_secret.then_some(("secret", json!(true)));
    let inner = [(tag, inner)].into_iter().chain(mark);
    let named: Vec<(String, Value)> = inner.map(|(name, value)| (format!("${name}"), value)).collect();
    object(named.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

fn asked(name: &str, what: &str, arguments: &[Known]) -> Value {
    object([("arguments", arguments.iter().map(value).collect()), (name, json!(what))])
}

/// Which store a reference to a secret names; the rest of it may be private.
fn store(reference: &str) -> &str {
    let store = reference.split_once(':').map_or("", |(store, _)| store);
    if ["env", "file", "secretsmanager", "ssm"].contains(&store) { store } else { "prompt" }
}

fn tagged(tag: &str, inner: impl Into<Value>) -> Value {
    object([(format!("${tag}").as_str(), inner.into())])
}

/// An object whose entries are sorted, also where serde_json was told to keep the order in which they come.
pub(super) fn object<'n>(entries: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
    let mut entries: Vec<(&str, Value)> = entries.into_iter().collect();
    entries.sort_by_key(|(name, _)| *name);
    Value::Object(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<String, Value>>())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use cloudc_base::value::Protocol;
    use cloudc_base::{Address, Duration, FileId, Percent, Size, Span};

    use super::*;

    fn made(from: From) -> Later {
        Later::new(from, Span::new(FileId::ROOT, 0, 0))
    }

    #[test]
    fn every_form_has_its_json() {
        let a = Address::root().child("a");
        let attribute = || made(From::Attribute { of: a.clone(), path: "Arn".into() });
        let ports = Ports { protocol: Protocol::Tcp, range: Some((22, 23)) };
        let element = From::Element { of: Arc::new(attribute()), index: 2 };
        let call = From::Call { function: "json", arguments: [attribute().value()].into() };
        let lookup = From::Lookup { what: "image", arguments: [Known::text("ubuntu")].into() };
        let forms = [
            (Known::Null, "null"),
            (Known::Int(i64::MAX), "9223372036854775807"),
            (Known::Float(100.0), "100.0"),
            (Known::Float(f64::INFINITY), r#"{"$float":"inf"}"#),
            (Known::Duration(Duration::new(1500)), r#"{"$duration":1500}"#),
            (Known::Size(Size::new(1024)), r#"{"$size":1024}"#),
            (Known::Percent(Percent::new(12_500_000)), r#"{"$percent":12500000}"#),
            (Known::Cidr("10.0.0.0/16".parse().unwrap()), r#"{"$cidr":"10.0.0.0/16"}"#),
            (Known::Ip("10.0.0.7".parse().unwrap()), r#"{"$ip":"10.0.0.7"}"#),
            (Known::Range(Arc::new((Known::Int(0), Known::Int(2)))), r#"{"$range":[0,2]}"#),
            (Known::Ports(ports), r#"{"$ports":{"first":22,"last":23,"protocol":"tcp"}}"#),
            (Known::record([("b", Known::Bool(true)), ("a", Known::list([]))]), r#"{"a":[],"b":true}"#),
            (Known::record([("$b", Known::Bool(true))]), r#"{"$record":{"$b":true}}"#),
            (Known::Handle(a.clone()), r#"{"$handle":"a"}"#),
            (attribute().value(), r#"{"$attribute":{"of":"a","path":"Arn"}}"#),
            (attribute().secret().value(), r#"{"$attribute":{"of":"a","path":"Arn"},"$secret":true}"#),
            (made(From::App("account".into())).value(), r#"{"$app":"account"}"#),
            (made(From::Param(a.clone())).value(), r#"{"$param":"a"}"#),
            (made(From::Joined([Known::text("x")].into())).value(), r#"{"$joined":["x"]}"#),
            (
                made(call).value(),
                r#"{"$call":{"arguments":[{"$attribute":{"of":"a","path":"Arn"}}],"function":"json"}}"#,
            ),
            (made(lookup).value(), r#"{"$lookup":{"arguments":["ubuntu"],"what":"image"}}"#),
            (made(element).value(), r#"{"$element":{"index":2,"of":{"$attribute":{"of":"a","path":"Arn"}}}}"#),
        ];
        for (known, expected) in forms {
            assert_eq!(value(&known).to_string(), expected, "{known}");
        }
    }

    #[test]
    fn a_secret_is_never_shown() {
        for (reference, expected) in [("ssm:/prod/db", "ssm"), ("hunter2", "prompt"), ("hunter:2", "prompt")] {
            let secret = made(From::Secret(reference.into())).value();
            assert_eq!(value(&secret).to_string(), format!(r#"{{"$secret":"{expected}"}}"#));
        }
    }
}
