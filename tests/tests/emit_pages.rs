//! The page of everything that emitting may find shows a program with it, and one without: `cloudc explain` prints them.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use cloudc_compiler::emit::{self, CODES, Input};
use cloudc_compiler::{MemoryWorld, Options, Severity, compile};

/// What emitting finds in a program that compiles.
fn found(world: &MemoryWorld, name: &str) -> Vec<&'static str> {
    let compiled = compile(world, "main.cld", &Options::default()).expect("it is there");
    let errors = compiled.checked.findings.iter().filter(|finding| finding.code.severity == Severity::Error);
    let errors: Vec<_> = errors.map(|finding| &finding.message).collect();
    assert!(errors.is_empty(), "{name}: {errors:?}");
    let options = emit::Options { params: compiled.params.clone(), ..emit::Options::default() };
    let input = Input { graph: &compiled.graph, sources: &compiled.checked.sources, world, options: &options };
    let mut names: Vec<&'static str> = match emit::cloudformation(&input) {
        Ok(emitted) => emitted.findings.iter().map(|finding| finding.code.name).collect(),
        Err(findings) => findings.iter().map(|finding| finding.code.name).collect(),
    };
    names.dedup();
    names
}

#[test]
fn every_page_shows_its_finding() {
    for code in CODES {
        let blocks: Vec<(&str, &str)> =
            code.page.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect();
        // A block of another kind names a file that the programs use.
        let files = blocks.iter().filter_map(|(info, text)| Some((info.split_once(' ')?, text)));
        let world = files
            .filter(|((kind, _), _)| *kind != "cld")
            .fold(MemoryWorld::new(), |world, ((_, path), text)| world.with(path, **text));
        for (info, text) in blocks.iter().filter(|(info, _)| info.starts_with("cld")) {
            let expected: &[&str] = if *info == "cld error" { &[code.name] } else { &[] };
            assert_eq!(found(&world.clone().with("main.cld", *text), code.name), expected, "{}: {text}", code.name);
        }
        assert!(code.name == "unreadable-asset" || blocks.len() > 1, "{}: a page has two programs", code.name);
    }
}
