//! The page of every check of clusters shows a program with it, and one without: `cloudc explain` prints them.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use cloudc_compiler::{MemoryWorld, Options, codes, compile};

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

/// Whether a code is one of `compiler/checks/src/kubernetes`.
fn is_check(id: &str) -> bool {
    id.get(1..3) == Some("06")
}
