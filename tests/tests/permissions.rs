//! What programs let others do, and what deploying them needs, over the library's pages, the examples and the corpus: every
//! action is one that IAM knows, and what can be limited to things is.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::path::Path;

use cloudc_compiler::deployer::{self, Asked, LIMIT, MOST, Phase, Policies, Way, documents, lacks, needs, wide};
use cloudc_compiler::graph::Graph;
use cloudc_compiler::{MemoryWorld, Options, Severity, Value, compile};
use cloudc_tests::{files, markdown, root};

/// Actions that take no resource in truth, or whose resources are things that nobody names.
const ANYWHERE: &[&str] = &["cloudwatch:GetMetricData"];

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("it is text")
}

/// A folder as a world.
fn world(folder: &str) -> MemoryWorld {
    let base = root().join(folder);
    let kinds = ["cld", "mjs", "json", "py", "sh", "yml", "txt"].into_iter().flat_map(|kind| files(folder, kind));
    kinds.fold(MemoryWorld::new(), |world, path| {
        let name = path.strip_prefix(&base).expect("it is below").display().to_string();
        world.with(name, text(&path))
    })
}

/// The graph of a program, if it is right.
fn graph(world: &MemoryWorld, path: &str) -> Option<Graph> {
    let set = vec![("operators".to_owned(), "[192.0.2.0/24]".to_owned())];
    let compiled = [Options { set, ..Options::default() }, Options::default()]
        .into_iter()
        .filter_map(|options| compile(world, path, &options).ok())
        .find(|compiled| compiled.checked.findings.iter().all(|finding| finding.code.severity != Severity::Error));
    compiled.map(|compiled| compiled.graph)
}

/// All right programs, with their names.
fn programs() -> Vec<(String, Graph)> {
    let mut found = Vec::new();
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    for path in files("stdlib", "md").into_iter().filter(|path| path.parent() == Some(&root().join("stdlib"))) {
        let blocks = markdown::cases(&text(&path)).into_iter().flat_map(|case| case.blocks);
        let world = blocks.fold(MemoryWorld::new(), |world, block| match block.info.split_once(' ') {
            Some((_, name)) => world.with(name, block.text),
            None if block.info == "cld" => world.with("main.cld", block.text),
            None => world,
        });
        found.extend(graph(&world, "main.cld").map(|graph| (format!("stdlib/{}", stem(&path)), graph)));
    }
    for path in files("examples", "cld") {
        let folder = path.parent().expect("it is in a folder").strip_prefix(root()).expect("it is below");
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = folder.display().to_string();
        found.extend(graph(&world(&folder), &file).map(|graph| (folder.clone(), graph)));
    }
    let right = world("tests/corpus/right");
    for path in files("tests/corpus/right", "cld") {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.extend(graph(&right, &file).map(|graph| (format!("right/{}", stem(&path)), graph)));
    }
    found
}

/// Whether IAM knows an action.
fn is_action(action: &str) -> bool {
    match action.split_once(':') {
        // `administer` is all of a service on a thing.
        Some((service, "*")) => deployer::is_service(service),
        _ => deployer::is_action(action),
    }
}

/// Whether an action can be limited to things.
fn is_limited(action: &str) -> bool {
    deployer::takes_resources(action) && !ANYWHERE.contains(&action)
}

/// The texts of an entry of a statement: one or a list.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::List(values)) => values.iter().map(ToString::to_string).collect(),
        Some(value) => vec![value.to_string()],
        None => Vec::new(),
    }
}

fn unquoted(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().map(|text| text.trim_matches('"').to_owned()).collect()
}

#[test]
fn verbs_name_actions_that_there_are_and_the_things_that_they_take() {
    let (mut verbs, mut wrong) = (0, Vec::new());
    for (name, graph) in programs() {
        for instance in graph.instances() {
            for (verb, statements) in &instance.verbs {
                let Value::List(statements) = statements else { continue };
                verbs += 1;
                for statement in statements.iter() {
                    let Value::Record(statement) = statement else { continue };
                    let on = unquoted(texts(statement.get("on")));
                    let actions = unquoted(texts(statement.get("actions")));
                    let covered = unquoted(texts(statement.get("covers")));
                    let here = format!("{name}: {} ({}) {verb}", instance.address, instance.noun);
                    wrong.extend(
                        actions
                            .iter()
                            .chain(&covered)
                            .filter(|action| !is_action(action))
                            .map(|action| format!("{here}: no {action}")),
                    );
                    // A condition limits too: the tasks of a cluster have no names beforehand.
                    if on.iter().any(|on| on == "*") && statement.get("where").is_none() {
                        let limited = actions.iter().filter(|action| is_limited(action));
                        wrong.extend(limited.map(|action| format!("{here}: {action} on everything")));
                    }
                    if !on.iter().any(|on| on == "*") {
                        let nothing = actions.iter().filter(|action| !deployer::takes_resources(action));
                        wrong.extend(nothing.map(|action| format!("{here}: {action} is about no resource")));
                    }
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(verbs > 100, "{verbs}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn deployers_are_allowed_what_they_need_and_nothing_else() {
    let programs = programs();
    assert!(programs.len() > 40, "{}", programs.len());
    for (name, graph) in programs {
        for way in Way::ALL {
            let all = needs(&Asked { account: Some("123456789012"), ..Asked::of(&graph, way) });
            for need in &all {
                let (action, resource) = (&*need.action, &*need.resource);
                assert!(action.contains('*') || is_action(action), "{name}: {action}");
                assert!(
                    resource != "*" || action.contains('*') || !is_limited(action),
                    "{name}: {action} on everything"
                );
                assert!(resource == "*" || resource.starts_with("arn:"), "{name}: {action} on {resource}");
            }
            let pass = all.iter().filter(|need| &*need.action == "iam:PassRole");
            assert!(
                pass.clone().all(|need| need.resource.contains(":role/") && !need.resource.ends_with(":role/*")),
                "{name}"
            );
            for phase in Phase::ALL {
                for (_, texts) in documents(&all, phase, None) {
                    assert!(texts.len() <= MOST, "{name}: {}", texts.len());
                    let mut policies = Policies::default();
                    for text in &texts {
                        assert!(text.chars().filter(|c| !c.is_whitespace()).count() <= LIMIT, "{name}");
                        policies.add("it", text).expect("it is a policy");
                    }
                    let asked: Vec<_> =
                        all.iter().filter(|need| need.phase == phase && need.account.is_none()).cloned().collect();
                    if all.iter().all(|need| need.account.is_none()) {
                        assert_eq!(lacks(&asked, &policies, way), [], "{name}");
                        assert_eq!(wide(&asked, &policies), [], "{name}");
                    }
                }
            }
        }
    }
}
