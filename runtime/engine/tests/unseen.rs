//! The programs of the library's pages and of the corpora: made, changed in one property of every resource, removed and taken back,
//! with the process dying at steps of the cloud and of the disk. A few points of each way; all of them by hand:
//! `CLOUDC_CRASH_POINTS=10000 cargo test -p cloudc-engine --test unseen`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

#[path = "common/alter.rs"]
mod alter;
mod common;
#[path = "common/corpus.rs"]
mod corpus;
#[path = "common/points.rs"]
mod points;
#[path = "common/tripwire.rs"]
mod tripwire;

use alter::alterations;
use cloudc_durable::Memory;
use cloudc_graph::Graph;
use cloudc_provider::Faults;
use common::run;
use points::{Program, most, on};

/// Whether a program can be applied where another one stands.
fn is_applied(full: &Memory, graph: &Graph) -> bool {
    let lab = on(&full.copy(), Faults::default());
    let done = run(lab.session(graph, false)).is_ok_and(|session| session.report.failed.is_empty());
    if done {
        assert_eq!(lab.wrong(), Vec::<String>::new());
    }
    done
}

/// The program with one property of every resource changed, as far as the cloud takes that.
fn changed(graph: &Graph) -> Option<Graph> {
    let full = Memory::new();
    run(on(&full, Faults::default()).session(graph, false)).ok()?;
    let full = full.after_crash();
    let mut changed = graph.clone();
    let mut last = None;
    for alteration in alterations(graph) {
        if last == Some(alteration.node) || alteration.value.is_none() {
            continue;
        }
        let next = alteration.of(&changed);
        if is_applied(&full, &next) {
            changed = next;
            last = Some(alteration.node);
        }
    }
    last.map(|_| changed)
}

fn die_everywhere(programs: impl IntoIterator<Item = (String, Graph)>, least: usize) {
    let mut count = 0;
    // What stays in the cloud is there when everything is removed.
    let goes = |(_, graph): &(String, Graph)| !graph.nodes().iter().any(|node| node.lifecycle.retain);
    let every = if most(1) == 1 { 3 } else { 1 };
    for (name, graph) in programs.into_iter().filter(goes).step_by(every) {
        let Some(changed) = changed(&graph) else { continue };
        let program = Program { name: &name, graph: &graph, changed: &changed };
        program.dies_at_the_cloud(most(1));
        program.dies_at_the_disk(most(1));
        count += 1;
    }
    assert!(count >= least, "{count} programs");
}

#[test]
fn the_pages_of_the_library() {
    die_everywhere(corpus::pages().into_iter().filter_map(|(name, graph)| Some((name, graph?))), 8);
}

#[test]
fn the_right_programs() {
    let but = ["0123456789abcdef0", "0aaaaaaaaaaaaaaaa", "@protect", "@retain", "aws.networkfirewall.Firewall"];
    die_everywhere(corpus::programs("tests/corpus/right", &but), 3);
}
