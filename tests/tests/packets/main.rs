//! What is said of sentences about packets, against packets that are sent one by one: in networks made by chance of raw
//! resources. `CLOUDC_PACKET_CASES=20000` makes more of them.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

mod journey;
mod program;
mod world;

use std::collections::BTreeMap;

use cloudc_compiler::{MemoryWorld, Options, compile};
use journey::{Journey, Party};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRunner};
use world::{Protocol, Range, World};

/// A sentence: who, to whom, and for which service if not for all.
type Sentence = (Party, Party, Option<(Protocol, u16)>);

fn cases() -> u32 {
    std::env::var("CLOUDC_PACKET_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(150)
}

#[test]
fn sentences_about_packets_say_what_packets_do() {
    let config = Config { cases: cases(), failure_persistence: None, max_shrink_iters: 500, ..Config::default() };
    let bytes = proptest::collection::vec(any::<u8>(), 0..220);
    let result = TestRunner::new(config).run(&bytes, |bytes| {
        let wrong = wrong(&World::of(&bytes));
        prop_assert!(wrong.is_empty(), "{}", wrong);
        Ok(())
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        Err(error) => panic!("{error}"),
    }
}

/// What is not as it should be in a world; empty if all is.
fn wrong(world: &World) -> String {
    let sentences = sentences(world);
    let mut text = format!("app packets {{ region = \"eu-west-1\" }}\n{}", world.program());
    let first = text.lines().count();
    text.extend(sentences.iter().map(shown));
    let said = said(&text);
    let mut wrong = String::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let (from, to, only) = *sentence;
        let expected = if Journey::arrives(world, from, to, only) { "never-broken" } else { "holds" };
        let said = said.get(&(first + number)).map_or("holds", String::as_str);
        if said != expected {
            wrong.push_str(&format!("{}is {expected}, and {said} is said\n", shown(sentence).replace('\n', " ")));
        }
    }
    if wrong.is_empty() { wrong } else { format!("{wrong}\n{}", world.program()) }
}

fn sentences(world: &World) -> Vec<Sentence> {
    let office = Range::four(203, 0, 113, 0, 24);
    let mut parties: Vec<Party> = (0..world.machines.len()).map(Party::Machine).collect();
    let machines = parties.len();
    parties.extend([
        internet(),
        Party::Outside(office),
        Party::Outside(Range { bits: office.bits | 128, length: 25, six: false }),
    ]);
    let mut all = Vec::new();
    for (one, from) in parties.iter().enumerate() {
        for (other, to) in parties.iter().enumerate() {
            if one != other && (one < machines || other < machines) {
                all.extend(
                    [None, Some((Protocol::Tcp, 22)), Some((Protocol::Tcp, 443))].map(|only| (*from, *to, only)),
                );
            }
        }
    }
    all
}

/// All addresses: as a party, the internet of both families.
fn internet() -> Party {
    Party::Outside(Range { bits: 0, length: 0, six: false })
}

fn shown((from, to, only): &Sentence) -> String {
    let party = |party: &Party| match party {
        Party::Machine(machine) => format!("m{machine}"),
        Party::Outside(range) if range.length == 0 => "internet".to_owned(),
        Party::Outside(range) => range.text(),
    };
    let on = match only {
        Some((Protocol::Tcp, port)) => format!(" on tcp({port})"),
        Some((Protocol::Udp, port)) => format!(" on udp({port})"),
        _ => String::new(),
    };
    format!("never {} to reach {}{on}\n", party(from), party(to))
}

/// What the compiler says of each line, from 0; a program that means nothing is wrong.
fn said(text: &str) -> BTreeMap<usize, String> {
    let world = MemoryWorld::new().with("main.cld", text);
    let compiled = compile(&world, "main.cld", &Options::default()).expect("it is there");
    let mut said = BTreeMap::new();
    for finding in &compiled.checked.findings {
        let id = finding.code.id;
        assert!(!id.starts_with('E') || id >= "E0500", "{}\n{text}", finding.message);
        if matches!(finding.code.name, "never-broken" | "never-unproved") {
            let before = text.get(..finding.primary.span.range().start).unwrap_or_default();
            said.insert(before.matches('\n').count(), finding.code.name.to_owned());
        }
    }
    said
}
