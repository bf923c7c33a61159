//! What the examples replace, object by object and field by field: everything that the seed says comes out of the
//! program, but for what `differences.json` lists with its reason.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use cloudc_compiler::graph::render;
use cloudc_compiler::{MemoryWorld, Options, Severity, compile};
use cloudc_tests::{files, root};
use serde_json::Value;

/// Fields by their path; null is as if not there.
type Fields = BTreeMap<String, Value>;

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Everything below a value, by path.
fn flat(at: &str, value: &Value, into: &mut Fields) {
    match value {
        Value::Object(entries) => entries.iter().for_each(|(name, value)| flat(&format!("{at}/{name}"), value, into)),
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(number, value)| flat(&format!("{at}/{number}"), value, into));
        }
        Value::Null => {}
        scalar => {
            into.insert(at.to_owned(), scalar.clone());
        }
    }
}

/// What a system says, field by field, each below the kind of its object.
fn fields(path: &str) -> Fields {
    serde_json::from_str(&text(path)).expect("it is a record of fields")
}

/// The objects of these kinds below an instance of an example.
fn made(example: &str, instance: &str, kinds: &[&str]) -> Fields {
    let mut world = MemoryWorld::new();
    for path in files(example, "cld") {
        let name = path.strip_prefix(root().join(example)).expect("it is below").display().to_string();
        world = world.with(name, std::fs::read_to_string(&path).expect("it is text"));
    }
    let compiled = compile(&world, "main.cld", &Options::default()).expect("it is there");
    let wrong = compiled.checked.findings.iter().find(|finding| finding.code.severity == Severity::Error);
    assert!(wrong.is_none(), "{example}: {wrong:?}");
    let graph: Value =
        serde_json::from_str(&render::json(&compiled.graph, &compiled.checked.sources)).expect("it is JSON");
    let mut fields = Fields::new();
    for node in graph["nodes"].as_array().expect("there are nodes") {
        let address = node["address"].as_str().unwrap_or_default();
        let kind = node["type"].as_str().unwrap_or_default().rsplit('.').next().unwrap_or_default();
        if address.starts_with(instance) && kinds.contains(&kind) {
            flat(kind, &node["properties"], &mut fields);
        }
    }
    fields
}

#[test]
fn an_engine_of_blueedge_comes_out_field_for_field() {
    let seed = fields("tests/seeds/blueedge/engine.json");
    let here = made("examples/blueedge", "car_damage_detect.", &["Deployment", "ConfigMap", "ScaledObject"]);
    let listed: Vec<Value> =
        serde_json::from_str(&text("tests/seeds/blueedge/differences.json")).expect("it is a list");
    let mut differences: BTreeMap<String, (Value, Value)> = BTreeMap::new();
    for group in &listed {
        assert!(group["why"].as_str().is_some_and(|why| why.len() > 20), "a difference has a reason: {group}");
        for (path, pair) in group["fields"].as_object().expect("fields by path") {
            differences.insert(path.clone(), (pair[0].clone(), pair[1].clone()));
        }
    }
    let mut wrong = Vec::new();
    let paths: std::collections::BTreeSet<&String> = seed.keys().chain(here.keys()).chain(differences.keys()).collect();
    for path in paths {
        let (before, after) = (seed.get(path).unwrap_or(&Value::Null), here.get(path).unwrap_or(&Value::Null));
        match differences.get(path) {
            Some((from, to)) if from == before && to == after => {}
            Some((from, to)) => wrong.push(format!("{path}: {before} and {after}; listed are {from} and {to}")),
            None if before == after => {}
            None => wrong.push(format!("{path}: {before} and {after}, which is not listed")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seed.len() > 40, "the seed says {} things", seed.len());
}
