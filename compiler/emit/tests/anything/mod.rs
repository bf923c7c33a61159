//! Values of all kinds, as programs and careless ones write them.
#![allow(dead_code, reason = "each user uses a part of it")]

use cloudc_base::Address;
use cloudc_base::value::{From, Value};
use proptest::prelude::*;

use crate::large::{attribute, joined, later};

pub(crate) fn text() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[ -~]{0,12}".prop_map(Value::text),
        r"\PC{0,8}".prop_map(Value::text),
        prop::sample::select(vec![
            "${a}",
            "${",
            "$",
            "}",
            "{{resolve:x}}",
            "on",
            "12:30",
            "a: b\n c",
            "\u{2028}",
            "\"\\"
        ])
        .prop_map(Value::text),
    ]
}

/// Anything that a property may hold, and some that it may not.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    let queue = Address::root().child("cell0").child("queue");
    let leaf = prop_oneof![
        text(),
        any::<i64>().prop_map(Value::Int),
        any::<bool>().prop_map(Value::Bool),
        any::<i32>().prop_map(|number| Value::Float(f64::from(number) / 4.0)),
        Just(Value::Null),
        Just(Value::Cidr("10.0.0.0/8".parse().expect("a range"))),
        prop::sample::select(vec!["Arn", "QueueUrl", "QueueName", "DelaySeconds", "Nothing", "RedrivePolicy"])
            .prop_map(move |path| attribute(&queue, path)),
        prop::sample::select(vec!["region", "account", "assets", "other"])
            .prop_map(|name| later(From::App(name.into()))),
        prop::sample::select(vec!["ssm:/a", "secretsmanager:a#b", "secretsmanager:a b", "env:A"])
            .prop_map(|name| later(From::Secret(name.into()))),
        prop::sample::select(vec!["a", "f", "z"])
            .prop_map(|letter| later(From::Lookup { what: "zone", arguments: [Value::text(letter)].into() })),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let call =
            |function: &'static str, arguments: Vec<Value>| later(From::Call { function, arguments: arguments.into() });
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::list),
            prop::collection::vec(("[a-zA-Z:.$\" ]{1,6}", inner.clone()), 0..4)
                .prop_map(|entries| Value::record(entries.iter().map(|(name, value)| (name.as_str(), value.clone())))),
            prop::collection::vec(inner.clone(), 0..4).prop_map(joined),
            inner.clone().prop_map(move |value| call("json", vec![value])),
            inner.clone().prop_map(move |value| call("yaml", vec![value])),
            inner.clone().prop_map(move |value| call("base64", vec![value])),
            (inner.clone(), text()).prop_map(move |(list, between)| call("join", vec![list, between])),
            (inner, text(), 0u32..3).prop_map(move |(value, between, index)| {
                let Value::Later(list) = call("split", vec![value, between]) else { panic!("it is later") };
                later(From::Element { of: list, index })
            }),
        ]
    })
}
