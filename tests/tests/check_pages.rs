//! The page of every check shows a program with it, and one without: `cloudc explain` prints them.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use cloudc_compiler::{MemoryWorld, Options, codes, compile};

/// Checks whose pages are still to be written.
const UNWRITTEN: &[&str] = &[
    "never-broken",
    "never-unproved",
    "cannot-reach",
    "no-way-to-service",
    "never-granted",
    "never-grant-unproved",
    "bad-accept",
    "unused-accept",
    "unused-accept-in-use",
];

/// What is found in a program.
fn found(text: &str) -> Vec<String> {
    let world = MemoryWorld::new().with("main.cld", text);
    let compiled = compile(&world, "main.cld", &Options::default()).expect("it is there");
    let mut names: Vec<String> = compiled.checked.findings.iter().map(|finding| finding.code.name.to_owned()).collect();
    names.dedup();
    names
}

#[test]
fn every_page_shows_its_finding() {
    let mut wrong = Vec::new();
    for code in codes().into_iter().filter(|code| is_check(code.id)) {
        let blocks: Vec<(&str, &str)> =
            code.page.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect();
        if UNWRITTEN.contains(&code.name) {
            assert!(blocks.is_empty(), "{}: it is written, so it is none of `UNWRITTEN`", code.name);
            continue;
        }
        assert!(blocks.len() > 1, "{}: a page has two programs", code.name);
        for (info, text) in blocks {
            let expected: &[&str] = if info == "cld error" { &[code.name] } else { &[] };
            let found = found(text);
            if found != expected {
                wrong.push(format!("{}: {found:?}\n{text}", code.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a code is one of `compiler/checks`: 05.. and 06...
fn is_check(id: &str) -> bool {
    id.get(1..3).is_some_and(|area| ["05", "06"].contains(&area))
}
