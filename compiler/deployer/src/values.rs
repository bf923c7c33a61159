//! Looking into properties.

use cloudc_base::value::{From, Later, Value};

/// The top-level property of a record; null is as if it were not there.
pub(crate) fn property<'v>(properties: &'v Value, name: &str) -> Option<&'v Value> {
    match properties {
        Value::Record(record) => record.get(name).filter(|value| **value != Value::Null),
        _ => None,
    }
}

/// What a visitor of a value is shown.
pub(crate) enum Seen<'v> {
    /// The name of a property.
    Name(&'v str),
    /// A known text.
    Text(&'v str),
    /// A later value.
    Later(&'v Later),
    /// A record, before its entries.
    Record(&'v cloudc_base::value::Record),
}

/// Visits every part of a value, those of later values too.
pub(crate) fn each<'v>(value: &'v Value, visit: &mut impl FnMut(Seen<'v>)) {
    let mut work = vec![value];
    while let Some(value) = work.pop() {
        match value {
            Value::Text(text) => visit(Seen::Text(text)),
            Value::List(values) => work.extend(values.iter()),
            Value::Record(record) => {
                visit(Seen::Record(record));
                for (name, value) in record.iter().filter(|(_, value)| **value != Value::Null) {
                    visit(Seen::Name(name));
                    work.push(value);
                }
            }
            Value::Later(later) => {
                let mut at = &**later;
                while let From::Element { of, .. } = at.from() {
                    at = of;
                }
                visit(Seen::Later(at));
                if let From::Joined(parts) | From::Call { arguments: parts, .. } = at.from() {
                    work.extend(parts.iter());
                }
            }
            _ => {}
        }
    }
}
