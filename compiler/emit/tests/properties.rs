//! What holds for every graph: nothing panics, the same parts give the same files, a change of one thing changes no other,
//! and no template is larger than CloudFormation takes.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod anything;
mod large;

use std::collections::{BTreeMap, BTreeSet};

use anything::value;
use cloudc_base::value::Value;
use cloudc_base::{Address, MemoryWorld, Sources};
use cloudc_emit::{Emitted, Format, Input, Options, cloudformation};
use cloudc_graph::{Graph, Parts};
use large::{attribute, cell, node, parts};
use proptest::prelude::*;
use serde_json::Value as Json;

fn emit(parts: Parts, options: &Options) -> Result<Emitted, Vec<&'static str>> {
    let (graph, _) = Graph::build(parts);
    let mut sources = Sources::new();
    sources.add("main.cld", "cell one {}\n");
    let input = Input { graph: &graph, sources: &sources, world: &MemoryWorld::new(), options };
    cloudformation(&input).map_err(|findings| findings.iter().map(|finding| finding.code.id).collect())
}

fn read(emitted: &Emitted, path: &str) -> Json {
    serde_json::from_str(emitted.text(path).expect("it is there")).expect("it is JSON")
}

/// The resources of all templates, by logical id; those that hold others left out.
fn resources(emitted: &Emitted) -> BTreeMap<String, Json> {
    let templates = emitted.files.keys().filter(|path| path.ends_with("template.json") || path.contains("stacks/"));
    let mut all = BTreeMap::new();
    for path in templates.filter(|path| !path.ends_with(".map.json")) {
        for (id, resource) in read(emitted, path)["Resources"].as_object().expect("there are resources") {
            if resource["Type"] != "AWS::CloudFormation::Stack" {
                assert!(all.insert(id.clone(), resource.clone()).is_none(), "{id} is there twice");
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_value_is_written_or_refused(values in prop::collection::vec(value(), 1..4)) {
        let mut parts = parts(10);
        for (index, value) in values.into_iter().enumerate() {
            let properties = Value::record([("ServiceToken", Value::text("arn")), ("Value", value)]);
            parts.nodes.push(node(Address::root().child(format!("any{index}")), "aws.cloudformation.CustomResource", properties));
        }
        match emit(parts.clone(), &Options::default()) {
            Ok(json) => {
                let yaml = emit(parts, &Options { format: Format::Yaml, ..Options::default() }).expect("JSON went");
                let yaml: Json = serde_saphyr::from_str(yaml.text("template.yaml").expect("it is there")).expect("it is YAML");
                prop_assert_eq!(yaml, read(&json, "template.json"));
            }
            Err(codes) => prop_assert!(!codes.is_empty()),
        }
    }

    #[test]
    fn the_order_of_parts_does_not_matter(seed in any::<u64>()) {
        let once = emit(parts(30), &Options::default()).expect("it is emitted");
        let mut shuffled = parts(30);
        let mut state = seed | 1;
        for index in (1..shuffled.nodes.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.nodes.swap(index, (state >> 33) as usize % (index + 1));
        }
        prop_assert_eq!(emit(shuffled, &Options::default()).expect("it is emitted"), once);
    }

    #[test]
    fn what_is_added_changes_nothing_else(more in 4usize..40, max in prop::sample::select(vec![500usize, 20, 7])) {
        let options = Options { max_resources: 500, ..Options::default() };
        let before = resources(&emit(parts(30), &options).expect("it is emitted"));
        let mut larger = parts(30);
        cell(more, &mut larger.nodes);
        let queue = larger.nodes.iter().rposition(|node| node.address.to_string().ends_with(".function")).expect("it is there");
        // The one before is not there: it reads of the first.
        larger.nodes.retain(|node| !node.address.to_string().starts_with("cell39"));
        if let Some(node) = larger.nodes.get_mut(queue) {
            node.properties = Value::record([("Handler", Value::text("index.handler"))]);
        }
        let after = emit(larger.clone(), &options).expect("it is emitted");
        let after = resources(&after);
        for (id, resource) in &before {
            prop_assert_eq!(after.get(id), Some(resource), "{}", id);
        }
        // Ids stay when the same is divided into stacks.
        let divided = emit(larger, &Options { max_resources: max, ..Options::default() }).expect("it is emitted");
        let ids: BTreeSet<String> = resources(&divided).into_keys().collect();
        prop_assert_eq!(ids, after.into_keys().collect::<BTreeSet<_>>());
    }
}

#[test]
fn stacks_stay_within_limits_and_need_one_another_in_one_direction() {
    for (count, max) in [(1000, 500), (1000, 37), (300, 1)] {
        let emitted = emit(parts(count), &Options { max_resources: max, ..Options::default() }).expect("it is emitted");
        assert_eq!(resources(&emitted).len(), count);
        let root = read(&emitted, "template.json");
        let stacks = root["Resources"].as_object().expect("there are stacks");
        assert!(stacks.len() >= count / max);
        let mut left: BTreeMap<&String, BTreeSet<String>> =
            stacks.iter().map(|(id, stack)| (id, needs(stack))).collect();
        while !left.is_empty() {
            let open: BTreeSet<&String> = left.keys().copied().collect();
            let free = |needs: &BTreeSet<String>| needs.iter().all(|id| !open.contains(id));
            let ready: Vec<&String> = left.iter().filter(|(_, needs)| free(needs)).map(|(id, _)| *id).collect();
            assert!(!ready.is_empty(), "a circle of stacks: {left:?}");
            ready.iter().for_each(|id| drop(left.remove(*id)));
        }
        for (path, bytes) in
            emitted.files.iter().filter(|(path, _)| path.contains("stacks/") && !path.contains(".map."))
        {
            let stack: Json = serde_json::from_slice(bytes).expect("it is JSON");
            let count = |part: &str| stack[part].as_object().map_or(0, serde_json::Map::len);
            assert!(count("Resources") <= max && count("Parameters") <= 200 && count("Outputs") <= 200, "{path}");
            assert!(bytes.len() <= 1_000_000, "{path}");
        }
    }
}

/// The stacks that a stack needs.
fn needs(stack: &Json) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut work = vec![stack];
    while let Some(value) = work.pop() {
        match value {
            Json::Object(map) => {
                if let Some(Json::Array(parts)) = map.get("Fn::GetAtt") {
                    found.extend(parts.first().and_then(Json::as_str).map(str::to_owned));
                }
                if let Some(Json::Array(waits)) = map.get("DependsOn") {
                    found.extend(waits.iter().filter_map(Json::as_str).map(str::to_owned));
                }
                work.extend(map.values());
            }
            Json::Array(values) => work.extend(values),
            _ => {}
        }
    }
    found
}

#[test]
fn one_resource_that_reads_everything_is_found() {
    let mut all = parts(3000);
    let queues: Vec<Value> = (0..300)
        .map(|number| attribute(&Address::root().child(format!("cell{number}")).child("queue"), "Arn"))
        .collect();
    let properties = Value::record([("ServiceToken", Value::text("arn")), ("Queues", Value::list(queues))]);
    all.nodes.push(node(Address::root().child("all"), "aws.cloudformation.CustomResource", properties));
    assert_eq!(emit(all, &Options::default()), Err(vec!["E0407"]));
}

#[test]
fn deep_values_are_refused() {
    let mut value = Value::Int(1);
    for _ in 0..300 {
        value = Value::list([value]);
    }
    let mut all = parts(10);
    all.nodes.push(node(Address::root().child("deep"), "aws.sqs.Queue", Value::record([("Tags", value)])));
    assert_eq!(emit(all, &Options::default()), Err(vec!["E0406"]));
}
