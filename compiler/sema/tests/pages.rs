//! The page of every mistake shows that mistake, and programs without one.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use cloudc_base::MemoryWorld;
use cloudc_sema::{CODES, Program};

fn found(text: &str) -> Vec<&'static str> {
    let world = MemoryWorld::new().with("main.cld", text);
    let mut program = Program::open(&world, "main.cld").expect("it is there");
    program.check();
    program.findings().iter().map(|finding| finding.code.name).collect()
}

#[test]
fn every_page_shows_its_mistake() {
    for code in CODES {
        let blocks: Vec<&str> = code.page.split("```").skip(1).step_by(2).collect();
        assert!(blocks.len() > 1, "{}: a page has a program with the mistake and one without", code.name);
        for block in blocks {
            let (info, text) = block.split_once('\n').unwrap_or_default();
            let expected: &[&str] = if info == "cld error" { &[code.name] } else { &[] };
            assert_eq!(found(text), expected, "{}: {text}", code.name);
        }
    }
}
