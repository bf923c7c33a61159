//! Everything that compiles is emitted: the programs of the library's pages, the examples and the corpus. What cannot be is
//! listed with the finding that says why. The files are left in `target/templates`, where `cargo ready templates` has
//! cfn-lint and moto judge them.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use cloudc_compiler::emit::{self, Input};
use cloudc_tests::programs::{self, Program};
use cloudc_tests::root;

/// What cannot be emitted, and the findings that say why.
const UNSAYABLE: &[(&str, &[&str])] = &[];

/// Emits a program, if it compiles; says what went wrong with that.
fn emitted(program: &Program) -> Option<String> {
    let compiled = program.compiled()?;
    let options = emit::Options { keep_params: true, params: compiled.params.clone(), ..emit::Options::default() };
    let (graph, sources) = (&compiled.graph, &compiled.checked.sources);
    let input = Input { graph, sources, world: &program.world, options: &options };
    let found = match emit::cloudformation(&input) {
        Ok(emitted) => {
            programs::save(&emitted, &root().join("target/templates").join(&program.name)).expect("it can be written");
            Vec::new()
        }
        Err(findings) => findings,
    };
    let expected = UNSAYABLE.iter().find(|(known, _)| *known == program.name).map_or(&[][..], |(_, codes)| *codes);
    let codes: Vec<&str> = found.iter().map(|finding| finding.code.id).collect();
    let messages =
        || found.iter().map(|finding| format!("{} {}", finding.code.id, finding.message)).collect::<Vec<_>>();
    (codes != expected).then(|| format!("{}: {:#?}", program.name, messages()))
}

fn check(programs: &[Program]) {
    let wrong: Vec<String> = programs.iter().filter_map(emitted).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_programs_of_the_library_are_emitted() {
    check(&programs::library());
}

#[test]
fn the_examples_are_emitted() {
    check(&programs::examples());
}

#[test]
fn right_programs_are_emitted() {
    check(&programs::right());
}
