//! Topologies and permissions and what is said of them, decided by hand: `tests/reach/topologies.md` and
//! `permissions.md` say how to read them.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use cloudc_compiler::{MemoryWorld, Options, compile};
use cloudc_tests::markdown::cases;
use cloudc_tests::root;

/// What can be said of a sentence, and the finding that says it.
const ANSWERS: &[(&str, &str)] = &[
    ("breaks", "never-broken"),
    ("unproved", "never-unproved"),
    ("cannot", "cannot-reach"),
    ("granted", "never-granted"),
    ("unproved", "never-grant-unproved"),
];

#[test]
fn every_sentence_about_packets_has_its_answer() {
    assert!(asked("topologies.md", &read("head.cld")) > 300);
}

#[test]
fn every_sentence_about_permissions_has_its_answer() {
    assert!(asked("permissions.md", "") > 80);
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join("tests/reach").join(name)).expect("it is there")
}

/// How many sentences a page has; each case begins with `head`.
fn asked(name: &str, head: &str) -> usize {
    let (kit, page) = (read("kit.cld"), read(name));
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for case in cases(&page) {
        let text = format!("{head}{}", case.block("cld").expect("each case has a program").text);
        let answers = answers(&kit, &text, &case.name, &mut wrong);
        for (number, line) in text.lines().enumerate() {
            let Some((sentence, expected)) = line.split_once("// ").filter(|(sentence, _)| is_sentence(sentence))
            else {
                continue;
            };
            asked += 1;
            let otherwise = if sentence.starts_with("allow") { "works" } else { "holds" };
            let found = answers.get(&number).map_or(otherwise, |found| *found);
            if found != expected.trim() {
                wrong.push(format!(
                    "{}: `{}` is `{}`, and the compiler says `{found}`",
                    case.name,
                    sentence.trim(),
                    expected.trim()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    asked
}

fn is_sentence(text: &str) -> bool {
    text.starts_with("never ") || text.starts_with("allow ")
}

/// What the compiler says of each line, from 0; a program that means nothing is wrong.
fn answers(kit: &str, text: &str, name: &str, wrong: &mut Vec<String>) -> BTreeMap<usize, &'static str> {
    let world = MemoryWorld::new().with("kit.cld", kit).with("main.cld", text);
    let compiled = compile(&world, "main.cld", &Options::default()).expect("it is there");
    let mut answers = BTreeMap::new();
    for finding in &compiled.checked.findings {
        match ANSWERS.iter().find(|(_, code)| *code == finding.code.name) {
            Some((answer, _)) => {
                let before = text.get(..finding.primary.span.range().start).unwrap_or_default();
                answers.insert(before.matches('\n').count(), *answer);
            }
            None if finding.code.id.starts_with('E') && finding.code.id < "E0500" => {
                wrong.push(format!("{name}: {}", finding.message));
            }
            None => {}
        }
    }
    answers
}
