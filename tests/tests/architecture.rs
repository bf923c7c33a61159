//! The layers, as `docs/architecture.md` draws them: an edge that is not in this table does not land.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// Each crate of ours and the crates of ours it may use, tests apart.
const EDGES: &[(&str, &[&str])] = &[
    ("cloudc-base", &[]),
    ("cloudc-syntax", &["cloudc-base"]),
    ("cloudc-facts", &["cloudc-base"]),
    ("cloudc-graph", &["cloudc-base"]),
    ("cloudc-checks", &["cloudc-base", "cloudc-facts", "cloudc-graph"]),
    ("cloudc-deployer", &["cloudc-base", "cloudc-facts", "cloudc-graph"]),
    // Which attributes a cloud gives back, and how, is a fact about its types. One target is the deployer's policy.
    ("cloudc-emit", &["cloudc-base", "cloudc-deployer", "cloudc-facts", "cloudc-graph"]),
    ("cloudc-sema", &["cloudc-base", "cloudc-facts", "cloudc-graph", "cloudc-syntax"]),
    (
        "cloudc-compiler",
        &[
            "cloudc-base",
            "cloudc-checks",
            "cloudc-deployer",
            "cloudc-emit",
            "cloudc-graph",
            "cloudc-sema",
            "cloudc-syntax",
        ],
    ),
    ("cloudc-durable", &[]),
    ("cloudc-provider", &["cloudc-base", "cloudc-durable", "cloudc-facts"]),
    ("cloudc-state", &["cloudc-durable", "cloudc-provider"]),
    ("cloudc-engine", &["cloudc-base", "cloudc-facts", "cloudc-graph", "cloudc-provider", "cloudc-state"]),
    // What is made of secrets is made when they are sent: functions of the language.
    ("cloudc-aws", &["cloudc-base", "cloudc-facts", "cloudc-provider", "cloudc-state"]),
    ("cloudc-kube", &["cloudc-facts", "cloudc-provider"]),
    (
        "cloudc",
        &[
            "cloudc-aws",
            "cloudc-compiler",
            "cloudc-durable",
            "cloudc-engine",
            "cloudc-kube",
            "cloudc-provider",
            "cloudc-state",
        ],
    ),
    ("cloudc-tests", &["cloudc-compiler"]),
    ("cloudc-ready", &[]),
];

/// Crates from outside and the only crates of ours that may use them.
const HOMES: &[(&str, &[&str])] = &[
    ("petgraph", &["cloudc-graph"]),
    ("pest", &["cloudc-syntax"]),
    ("pest_derive", &["cloudc-syntax"]),
    ("codespan-reporting", &["cloudc"]),
    ("miette", &["cloudc"]),
    ("clap", &["cloudc"]),
    ("indicatif", &["cloudc"]),
    ("fancy-regex", &["cloudc-sema"]),
    ("zip", &["cloudc-emit"]),
    ("aws-config", &["cloudc-aws"]),
    ("aws-sdk-cloudformation", &["cloudc-aws"]),
    ("aws-sdk-ec2", &["cloudc-aws"]),
    ("aws-sdk-eks", &["cloudc-aws"]),
    ("aws-sdk-lambda", &["cloudc-aws"]),
    ("aws-sdk-s3", &["cloudc-aws"]),
    ("aws-sdk-sts", &["cloudc-aws"]),
    ("k8s-openapi", &["cloudc-kube"]),
    ("kube", &["cloudc-kube"]),
];

#[test]
fn crates_use_only_what_the_table_allows() {
    let edges = edges();
    let table: BTreeMap<&str, &[&str]> = EDGES.iter().copied().collect();
    for (name, uses) in &edges {
        let Some(allowed) = table.get(name.as_str()) else { panic!("`{name}` is missing in the table of edges") };
        let ours = uses.iter().filter(|used| edges.contains_key(*used));
        let wrong: Vec<_> = ours.filter(|used| !allowed.contains(&used.as_str())).collect();
        assert!(wrong.is_empty(), "`{name}` must not use {wrong:?}");
    }
    let missing: Vec<_> = table.keys().filter(|name| !edges.contains_key(**name)).collect();
    assert!(missing.is_empty(), "the table of edges names crates that are not there: {missing:?}");
}

#[test]
fn heavy_crates_stay_at_home() {
    for (name, uses) in edges() {
        for (outside, homes) in HOMES {
            let wrong = uses.iter().any(|used| used == outside) && !homes.contains(&name.as_str());
            assert!(!wrong, "`{name}` must not use `{outside}`: only {homes:?} may");
        }
    }
}

/// The crates of the workspace and what each uses outside of tests.
fn edges() -> BTreeMap<String, Vec<String>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(cloudc_tests::root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let packages = metadata["packages"].as_array().expect("there are packages");
    packages
        .iter()
        .map(|package| {
            let uses = package["dependencies"].as_array().into_iter().flatten();
            let uses = uses.filter(|used| used["kind"].is_null()).map(|used| text(used, "name"));
            (text(package, "name"), uses.collect())
        })
        .collect()
}
