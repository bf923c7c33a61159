//! Every entry of every table, and bytes that are none: what only the inside can check.

use std::sync::Arc;

use crate::container::Container;
use crate::entry::Entry;
use crate::node::{Child, Node};
use crate::shelf::Shelf;
use crate::{Facts, facts};

const AWS: &[u8] = include_bytes!("../facts/aws.facts");
const KUBERNETES: &[u8] = include_bytes!("../facts/k8s.facts");
const TABLES: &[u8] = include_bytes!("../facts/tables.facts");

/// All nodes directly inside of one.
fn children(node: &Node) -> Vec<&Child> {
    let mut all = Vec::new();
    if let Some(rules) = &node.object {
        let named = [&rules.properties, &rules.patterns, &rules.demands];
        all.extend(named.into_iter().flat_map(|pairs| pairs.0.iter().map(|(_, child)| child)));
        all.extend(rules.additional.iter().chain(&rules.names));
    }
    if let Some(rules) = &node.list {
        all.extend(rules.items.iter().chain(&rules.first).chain(&rules.some));
    }
    if let Some(rules) = &node.conditions {
        all.extend(rules.one.iter().chain(&rules.any).chain(&rules.all));
        all.extend(rules.not.iter().chain(&rules.when).chain(&rules.then).chain(&rules.otherwise));
    }
    all
}

/// The references in `node` that lead nowhere.
fn dangling(entry: &Arc<Entry>, node: &Node, found: &mut Vec<String>) {
    if let Some(name) = node.reference.as_ref().filter(|name| entry.definition(name).is_none()) {
        found.push(name.to_string());
    }
    children(node).into_iter().for_each(|child| dangling(entry, &child.0, found));
}

fn check_all(data: &'static [u8], skip: fn(&str) -> bool) -> usize {
    let shelf = Shelf::new(data, &crate::own::OWN);
    let names: Vec<&str> = shelf.container().names_from(0).filter(|name| !skip(name)).collect();
    for name in names.iter().copied().chain(["helm.Release"]) {
        let found = shelf.get(name).unwrap_or_else(|| panic!("{name} does not decode"));
        let (entry, mut wrong) = (found.entry(), Vec::new());
        dangling(entry, entry.root(), &mut wrong);
        for definition in entry.definition_names() {
            let node = entry.definition(definition).unwrap_or_else(|| panic!("{name}: {definition} does not decode")).1;
            dangling(entry, &node, &mut wrong);
        }
        for rule in found.rules() {
            rule.schema.conditions();
        }
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
    names.len()
}

#[test]
fn every_aws_type_decodes_and_its_references_resolve() {
    assert!(check_all(AWS, |name| name == "about") > 1_800);
}

#[test]
fn every_kubernetes_entry_decodes_and_its_references_resolve() {
    assert!(check_all(KUBERNETES, |name| name == "about" || name.starts_with("keda/")) > 250);
}

#[test]
fn parts_that_are_parsed_later_are_there_in_every_type_that_has_them() {
    let container = Container::open(AWS).unwrap();
    for at in 0..container.count() {
        let (name, text) = (container.name(at).unwrap(), container.text(at).unwrap());
        let Some(found) = facts().resource_type(name) else { continue };
        let top: serde_json::Value = serde_json::from_str(&text).unwrap();
        let length = |key: &str| top[key].as_array().map_or(0, Vec::len);
        assert_eq!(found.rules().len(), length("rules"), "{name}");
        assert_eq!(found.implicit().len(), length("implicit"), "{name}");
        assert_eq!(found.api_call().is_some(), top["read"].is_object(), "{name}");
        assert_eq!(found.cloudformation(), top["cfn"].as_str(), "{name}");
        assert_eq!(found.schema().properties().len(), top["p"].as_object().map_or(0, serde_json::Map::len), "{name}");
    }
}

#[test]
fn every_entry_of_the_small_tables_parses() {
    let facts = facts();
    for family in facts.instance_families() {
        assert!(!facts.instance_family(family).unwrap_or_else(|| panic!("{family}")).is_empty());
    }
    for name in facts.managed_policies() {
        assert!(facts.managed_policy(name).is_some(), "{name}");
    }
    for prefix in facts.iam_prefixes() {
        assert!(facts.iam_service(prefix).is_some(), "{prefix}");
    }
    for trigger in facts.keda_triggers() {
        assert!(facts.keda_trigger(trigger).is_some(), "{trigger}");
    }
    for ty in facts.names().filter(|name| name.starts_with("aws.")) {
        for (path, classes) in facts.classes(ty) {
            assert!(
                facts.resource_type(ty).and_then(|known| known.schema().at(path.as_str())).is_some(),
                "{ty}/{path}"
            );
            assert_ne!(classes.values.is_empty(), classes.engines.is_empty(), "{ty}/{path}");
        }
    }
    for service in ["rds/instance", "rds/cluster", "elasticache"] {
        assert!(!facts.engines(service).is_empty(), "{service}");
    }
    for region in facts.regions().regions.keys() {
        facts.offering_zones(region, "t3.micro");
    }
}

/// The reader takes a bound that is no number for open; this keeps the generator from making more of them.
#[test]
fn bounds_are_numbers() {
    for data in [AWS, KUBERNETES] {
        let container = Container::open(data).unwrap();
        for at in 0..container.count() {
            let (name, text) = (container.name(at).unwrap(), container.text(at).unwrap());
            let starts = text.match_indices("\"v\":[").map(|(start, key)| &text[start + key.len()..]);
            let wrong = starts.filter(|rest| rest.split(']').next().is_some_and(|ends| ends.contains('"'))).count();
            assert!(wrong == 0 || name.contains("scheduling.v1"), "{name}");
        }
    }
}

/// `data` in memory that stays, as tables are.
fn kept(data: &[u8]) -> &'static [u8] {
    Vec::leak(data.to_vec())
}

#[test]
fn truncated_tables_answer_none() {
    for length in (0..64).chain((64..KUBERNETES.len()).step_by(9_973)) {
        let part = kept(&KUBERNETES[..length]);
        assert!(Container::open(part).is_none(), "{length} bytes are no container");
        let facts = Facts::open(part, part, part, part);
        assert!(facts.resource_type("k8s.apps.v1.Deployment").is_none());
        assert!(facts.suggest("k8s.apps.v1.Deploment").is_none_or(|name| !name.starts_with("k8s.apps")));
        assert!(facts.lambda_runtimes().is_empty() && facts.region("eu-west-1").is_none());
    }
}

#[test]
fn damaged_bytes_never_panic() {
    let mut seed = 7u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for round in 0..60 {
        let mut data = KUBERNETES.to_vec();
        let reach = if round % 2 == 0 { 5_000 } else { data.len() };
        for _ in 0..30 {
            data[8 + random(reach - 8)] = random(256) as u8;
        }
        let damaged = kept(&data);
        let facts = Facts::open(damaged, damaged, TABLES, damaged);
        let names: Vec<String> = facts.names().map(str::to_owned).collect();
        for name in names.iter().step_by(7) {
            if let Some(found) = facts.resource_type(name) {
                found.schema().at("spec.template.spec.containers.*.image");
            }
        }
    }
}

#[test]
fn text_that_is_no_entry_is_refused() {
    let deep = format!(r#"{{"p":{}1{}"#, r#"{"x":{"i":"#.repeat(5_000), "}}".repeat(5_000));
    for text in ["", "[]", "{", "1", r#"{"t":"q"}"#, r#"{"p":[]}"#, r#"{"g":"zz"}"#, r#"{"ro":1}"#, "{}x", &deep] {
        assert!(Entry::parse(text.into(), std::sync::Weak::new()).is_none(), "{text:.40}");
    }
}

#[test]
fn references_in_a_circle_end() {
    const CIRCLE: &[(&str, &str)] =
        &[("k8s.a.v1.A", r#"{"defs":{"X":{"r":"Y"},"Y":{"r":"X"}},"p":{"x":{"r":"X"},"y":{"one":[{"r":"/y"}]}}}"#)];
    let found = Shelf::new(&[], CIRCLE).get("k8s.a.v1.A").unwrap();
    assert_eq!(found.schema().property("x").unwrap().kind(), crate::Kind::Any);
    let inner = found.schema().property("y").unwrap();
    assert!(inner.property("z").is_none() && inner.properties().is_empty() && inner.is_open());
}
