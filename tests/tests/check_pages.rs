//! The page of everything that checks find shows a program with it, and one without: `cloudc explain` prints them.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use cloudc_compiler::{Code, MemoryWorld, Options, check, codes};

/// Findings of checks: of graphs, and of accepted findings. What is said of policies has a test of its own.
fn checked() -> Vec<&'static Code> {
    codes().into_iter().filter(|code| code.id.get(1..3) == Some("05") && !code.name.starts_with("deployer-")).collect()
}

#[test]
fn every_page_shows_its_finding() {
    let mut wrong = Vec::new();
    for code in checked() {
        assert!(code.page.starts_with(&format!("# {}\n", code.name)), "{}: a page begins with its name", code.name);
        let blocks: Vec<(&str, &str)> =
            code.page.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect();
        // A block of another kind names a file that the programs use.
        let files = blocks.iter().filter_map(|(info, text)| Some((info.split_once(' ')?, text)));
        let files = files.filter(|((_, path), _)| *path != "error");
        let world = files.fold(MemoryWorld::new(), |world, ((_, path), text)| world.with(path, *text));
        let programs: Vec<_> = blocks.iter().filter(|(info, _)| matches!(*info, "cld" | "cld error")).collect();
        assert!(programs.len() > 1, "{}: a page has a program with the finding and one without", code.name);
        for (info, text) in programs {
            let checked =
                check(&world.clone().with("main.cld", *text), "main.cld", &Options::default()).expect("it is there");
            let mut found: Vec<&str> = checked.findings.iter().map(|finding| finding.code.name).collect();
            found.dedup();
            let expected: &[&str] = if *info == "cld error" { &[code.name] } else { &[] };
            if found != expected {
                wrong.push(format!(
                    "{}: {:?}\n{text}",
                    code.name,
                    checked
                        .findings
                        .iter()
                        .map(|finding| format!("{} {}", finding.code.id, finding.message))
                        .collect::<Vec<_>>()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
