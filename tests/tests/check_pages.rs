//! The page of every check shows what it finds, and a program in which it finds nothing; `cloudc explain` prints them.
//!
//! A block `cld error` is a program with the finding, a block `cld` one without any; `cld NAME` or `js NAME` is a file that both
//! use.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use cloudc_compiler::{MemoryWorld, Options, codes, compile};

/// The names of everything that is found in a program, once each.
fn found(world: &MemoryWorld) -> Vec<String> {
    let compiled = compile(world, "main.cld", &Options::default()).expect("it is there");
    let shown = compiled.checked.findings.iter().map(|finding| (finding.code.name, &finding.message));
    let mut names: Vec<String> = shown.map(|(name, _)| name.to_owned()).collect();
    names.dedup();
    names
}

/// What checks find has a number from 500 on. What is said of deployers' policies has a test of its own.
fn is_check(id: &str) -> bool {
    id.get(1..).and_then(|number| number.parse().ok()).is_some_and(|number: u32| (500..1000).contains(&number))
}

#[test]
fn every_page_shows_its_finding() {
    let mut wrong = Vec::new();
    for code in codes().into_iter().filter(|code| is_check(code.id) && !code.name.starts_with("deployer-")) {
        let blocks: Vec<(&str, &str)> =
            code.page.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect();
        let files = blocks.iter().filter(|(info, _)| *info != "cld error");
        let files = files.filter_map(|(info, text)| Some((info.split_once(' ')?.1, *text)));
        let world = files.fold(MemoryWorld::new(), |world, (name, text)| world.with(name, text));
        let programs = blocks.iter().filter(|(info, _)| *info == "cld" || *info == "cld error");
        let mut kinds = Vec::new();
        for (info, text) in programs {
            let expected: &[&str] = if *info == "cld error" { &[code.name] } else { &[] };
            let found = found(&world.clone().with("main.cld", *text));
            if found != expected {
                wrong.push(format!("{}: {found:?}\n{text}", code.name));
            }
            kinds.push(*info);
        }
        if !kinds.contains(&"cld") || !kinds.contains(&"cld error") {
            wrong.push(format!("{}: a page shows a program with the finding, and one without", code.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
