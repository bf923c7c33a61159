//! What lives on clusters is emitted as manifests in every way there is: the programs of the library's pages, the examples
//! and the corpus. The files are left in `target/manifests`, where `cargo ready manifests` has schemas and Kustomize judge
//! them.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use cloudc_compiler::emit::{self, Charts, Input, LaterValues};
use cloudc_tests::programs::{self, Program};
use cloudc_tests::root;

/// The ways, and what they are called.
const WAYS: &[(&str, LaterValues, Charts)] = &[
    ("placeholder-helm", LaterValues::Placeholder, Charts::Helm),
    ("placeholder-argo", LaterValues::Placeholder, Charts::Argo),
    ("external-flux", LaterValues::ExternalSecrets, Charts::Flux),
];

/// What cannot be emitted in a way, and the findings that say why.
const UNSAYABLE: &[(&str, &str, &[&str])] = &[("examples/blueedge", "placeholder-argo", &["E0417"])];

/// Emits a program, if it compiles and has something on a cluster; says what went wrong with that.
fn emitted(program: &Program, found: &mut usize) -> Vec<String> {
    let Some(compiled) = program.compiled() else { return Vec::new() };
    if compiled.graph.nodes().iter().all(|node| node.on.is_none()) {
        return Vec::new();
    }
    *found += 1;
    WAYS.iter()
        .filter_map(|&(way, later, charts)| {
            let params = compiled.params.clone();
            let options = emit::Options { keep_params: true, params, later, charts, ..emit::Options::default() };
            let (graph, sources) = (&compiled.graph, &compiled.checked.sources);
            let input = Input { graph, sources, world: &program.world, options: &options };
            let findings = match emit::kubernetes(&input) {
                Ok(emitted) => {
                    let folder = root().join("target/manifests").join(&program.name).join(way);
                    programs::save(&emitted, &folder).expect("it can be written");
                    Vec::new()
                }
                Err(findings) => findings,
            };
            let known = UNSAYABLE.iter().find(|(name, known, _)| *name == program.name && *known == way);
            let expected = known.map_or(&[][..], |(_, _, codes)| *codes);
            let codes: Vec<&str> = findings.iter().map(|finding| finding.code.id).collect();
            let messages = findings.iter().map(|finding| format!("{} {}", finding.code.id, finding.message));
            (codes != expected).then(|| format!("{} {way}: {:#?}", program.name, messages.collect::<Vec<_>>()))
        })
        .collect()
}

#[test]
fn everything_on_clusters_is_emitted() {
    let mut found = 0;
    let all = programs::library()
        .into_iter()
        .chain(programs::examples())
        .chain(programs::right())
        .chain(programs::nouns())
        .chain([programs::workloads()]);
    let wrong: Vec<String> = all.flat_map(|program| emitted(&program, &mut found)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for program in programs::nouns() {
        assert!(program.compiled().is_some(), "{} is not right", program.name);
    }
    assert!(programs::workloads().compiled().is_some(), "the workloads of others are not taken in");
    assert!(found >= 5, "only {found} programs have something on a cluster");
}
