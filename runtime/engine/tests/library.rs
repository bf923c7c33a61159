//! The program of every page of the library, and every right program of the corpus that needs no other app: made, found as it
//! is, and removed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;
#[path = "common/corpus.rs"]
mod corpus;

use cloudc_graph::Graph;
use common::{Lab, Trouble, run, shown};

/// What goes wrong with a program in the embedded cloud.
fn wrong(graph: &Graph) -> Vec<String> {
    let lab = Lab::new();
    let mut wrong = Vec::new();
    for (turn, removal) in [("made", false), ("made again", false), ("removed", true)] {
        let session = match run(lab.session(graph, removal)) {
            Ok(session) => session,
            Err(Trouble(why)) => return vec![format!("{turn}: {why}")],
        };
        wrong.extend(
            session.report.failed.iter().map(|failure| format!("{turn}: {}: {}", failure.address, failure.message)),
        );
        if turn == "made again" {
            wrong.extend(shown(&session.plan).into_iter().map(|step| format!("{turn}: {step}")));
        }
        if !wrong.is_empty() {
            break;
        }
    }
    let retained = graph.nodes().iter().filter(|node| node.lifecycle.retain).count();
    if wrong.is_empty() && lab.owned().len() != retained {
        wrong.push(format!("left: {:?}", lab.owned()));
    }
    wrong
}

#[test]
fn every_page_of_the_library_is_applied() {
    let pages = corpus::pages();
    let failed: Vec<String> = pages
        .iter()
        .flat_map(|(name, graph)| {
            let wrong = graph.as_ref().map_or_else(|| vec!["it means nothing".to_owned()], wrong);
            wrong.into_iter().map(move |why| format!("{name}: {why}"))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(pages.len() > 30, "{} pages", pages.len());
}

#[test]
fn every_right_program_is_applied() {
    // What is called by its id is not there, what is protected stays, and a firewall's endpoints are no things of their own here.
    let but = ["0123456789abcdef0", "0aaaaaaaaaaaaaaaa", "@protect", "aws.networkfirewall.Firewall"];
    let programs = corpus::programs("tests/corpus/right", &but);
    let failed: Vec<String> = programs
        .iter()
        .flat_map(|(name, graph)| wrong(graph).into_iter().map(move |why| format!("{name}: {why}")))
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(programs.len() > 10, "{} programs", programs.len());
}
