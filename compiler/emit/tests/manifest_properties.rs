//! What holds for every graph with clusters: nothing panics, what is written is read back, no secret is written, and whatever
//! waits for what: it comes after it.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod anything;
mod large;

use std::collections::BTreeMap;

use anything::value;
use cloudc_base::value::Value;
use cloudc_base::{Address, MemoryWorld, Sources};
use cloudc_emit::{Charts, Emitted, Input, LaterValues, Options, kubernetes};
use cloudc_graph::{Graph, Node, Parts};
use large::{node, parts, span};
use proptest::prelude::*;
use serde_json::Value as Json;

fn emit(parts: Parts, options: &Options) -> Result<Emitted, Vec<&'static str>> {
    let (graph, _) = Graph::build(parts);
    let mut sources = Sources::new();
    sources.add("main.cld", "cell one {}\n");
    let input = Input { graph: &graph, sources: &sources, world: &MemoryWorld::new(), options };
    kubernetes(&input).map_err(|findings| findings.iter().map(|finding| finding.code.id).collect())
}

fn ways() -> impl Strategy<Value = Options> {
    let later = [LaterValues::Refused, LaterValues::Placeholder, LaterValues::ExternalSecrets];
    let charts = [Charts::Helm, Charts::Flux, Charts::Argo];
    (prop::sample::select(later.to_vec()), prop::sample::select(charts.to_vec())).prop_map(|(later, charts)| Options {
        later,
        charts,
        ..Options::default()
    })
}

/// Something on a cluster.
fn on(cluster: &str, address: Address, ty: &str, properties: Value) -> Node {
    Node { on: Some(Address::root().child(cluster)), ..node(address, ty, properties) }
}

fn named(name: &str) -> Value {
    Value::record([("name", Value::text(name)), ("namespace", Value::text("web"))])
}

/// All documents of all files but those that are for people.
fn documents(emitted: &Emitted) -> Vec<Json> {
    let files = emitted.files.keys().filter(|path| path.ends_with(".yaml"));
    let texts = files.flat_map(|path| emitted.text(path).expect("it is text").split("\n---\n"));
    texts.map(|text| serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_value_is_written_or_refused(values in prop::collection::vec(value(), 1..4), options in ways()) {
        let mut parts = parts(3);
        let mut secret = false;
        for (index, value) in values.into_iter().enumerate() {
            secret |= value.is_secret();
            let address = Address::root().child(format!("any{index}"));
            let properties = Value::record([
                ("apiVersion", Value::text("example.com/v1")),
                ("kind", Value::text("Any")),
                ("metadata", named("any")),
                ("spec", value),
            ]);
            parts.nodes.push(on("edge", address, "k8s.Object", properties));
        }
        match emit(parts, &options) {
            Ok(emitted) => {
                prop_assert!(!secret, "a secret went into an object that shows it");
                prop_assert!(documents(&emitted).len() > 1);
            }
            Err(codes) => prop_assert!(!codes.is_empty()),
        }
    }

    #[test]
    fn secrets_are_in_no_file(values in prop::collection::vec(("[a-z.]{1,8}", value()), 1..4), options in ways()) {
        let secret = cloudc_base::value::Later::new(cloudc_base::value::From::Secret("file:canary".into()), span(0)).value();
        let entries = values.into_iter().chain([("own".to_owned(), secret)]).collect::<Vec<_>>();
        let data = Value::record(entries.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let properties = Value::record([("metadata", named("hidden")), ("stringData", data)]);
        let mut parts = parts(3);
        parts.nodes.push(on("edge", Address::root().child("hidden"), "k8s.core.v1.Secret", properties));
        match emit(parts, &options) {
            Ok(emitted) => {
                prop_assert!(options.later != LaterValues::Refused);
                for (path, bytes) in &emitted.files {
                    prop_assert!(!String::from_utf8_lossy(bytes).contains("file:canary"), "{}", path);
                }
                prop_assert!(documents(&emitted).iter().all(|object| object["kind"] != "Secret"));
            }
            Err(codes) => prop_assert!(!codes.is_empty()),
        }
    }

    #[test]
    fn everything_comes_after_what_it_needs(
        edges in prop::collection::vec((0usize..40, 0usize..40), 0..60),
        charts in prop::sample::select(vec![Charts::Helm, Charts::Flux, Charts::Argo]),
    ) {
        let address = |number: usize| Address::root().child(format!("c{}", number % 7)).child(format!("n{number}"));
        let mut parts = Parts::default();
        for number in 0..40 {
            let properties = Value::record([("metadata", named(&format!("n{number}")))]);
            // Some stand outside of the cluster, and are waited for as well.
            let mut one = match number % 5 {
                0 => node(address(number), "aws.sqs.Queue", Value::record([])),
                _ => on("edge", address(number), "k8s.core.v1.ConfigMap", properties),
            };
            // Only backwards, so nothing waits for itself.
            one.after = edges.iter().filter(|(from, to)| *from == number && to < from).map(|(_, to)| (address(*to), span(3))).collect();
            parts.nodes.push(one);
        }
        let (graph, circles) = Graph::build(parts.clone());
        prop_assert!(circles.is_empty());
        let emitted = emit(parts, &Options { charts, ..Options::default() }).expect("all is known");
        let place = places(&emitted);
        prop_assert_eq!(place.len(), 32);
        for number in 0..graph.nodes().len() {
            let at = |number: usize| place.get(&graph.node(number).expect("it is there").address.to_string());
            let Some(own) = at(number) else { continue };
            for needed in graph.all_needed(number) {
                prop_assert!(at(needed).is_none_or(|needed| needed < own));
            }
        }
    }
}

/// Where each resource stands: the file in its order, and the line.
fn places(emitted: &Emitted) -> BTreeMap<String, (String, u64)> {
    let mut places = BTreeMap::new();
    for path in emitted.files.keys().filter(|path| path.ends_with(".map.json")) {
        let map: Json = serde_json::from_str(emitted.text(path).expect("it is text")).expect("it is JSON");
        for place in map["places"].as_array().expect("there are places") {
            if let (Some(address), Some(line)) = (place["address"].as_str(), place["line"].as_u64()) {
                places.insert(address.to_owned(), (path.clone(), line));
            }
        }
    }
    places
}
