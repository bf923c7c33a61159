//! Documents are read back as what was written, by readers that others made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use cloudc_base::functions::{Document, json, yaml};
use cloudc_base::value::{Entries, Value};
use proptest::prelude::*;

/// What a reader should find.
fn read_back(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::List(values) => values.iter().map(read_back).collect(),
        Value::Record(record) => {
            serde_json::Value::Object(record.iter().map(|(name, value)| (name.to_string(), read_back(value))).collect())
        }
        Value::Text(text) => text.to_string().into(),
        other => other.to_string().into(),
    }
}

fn text(document: Document) -> String {
    match document.known() {
        Ok(Value::Text(text)) => text.to_string(),
        other => panic!("{other:?}"),
    }
}

/// Texts that readers take for something else, and texts of any characters.
fn texts() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "",
        "on",
        "NO",
        "y",
        "~",
        "null",
        "1e3",
        "12:30",
        "0777",
        "=",
        "<<",
        "- a",
        "a: b",
        "a #",
        "---",
        "...",
        "é",
        "2012-10-17",
        "0x1f",
        "1_000",
        ".inf",
        "a\nb\n",
        " a",
        "\t",
        "\u{85}",
        "\u{2028}x",
        "\u{feff}",
        "{{",
        "%TAG",
        "? a",
    ]);
    prop_oneof![
        odd.prop_map(str::to_owned),
        "[a-zA-Z0-9:#\\-_/. \n\"'\\\\&*!|>%@`{}\\[\\],]{0,12}",
        "\\PC{0,8}",
        ".{0,6}"
    ]
}

fn values() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        // serde_json reads the last digit of others only almost.
        any::<i32>().prop_map(|number| Value::Float(f64::from(number) / 64.0)),
        texts().prop_map(Value::text),
    ];
    scalar.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::list),
            prop::collection::vec((texts(), inner), 0..5).prop_map(|entries| {
                let mut record = Entries::new();
                entries.into_iter().for_each(|(name, value)| record.set(name, value));
                record.seal()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn json_is_read_back(value in values()) {
        let text = text(json(&value).unwrap());
        prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), read_back(&value));
    }

    #[test]
    fn yaml_is_read_back(value in values()) {
        let text = text(yaml(&value).unwrap());
        let read: serde_json::Value = serde_saphyr::from_str(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(read, read_back(&value), "{}", text);
    }
}
