//! A run that did not come to its end is taken back, wherever it and its undo were cut off.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
#[path = "common/programs.rs"]
mod programs;
#[path = "common/tripwire.rs"]
mod tripwire;

use std::sync::Arc;

use cloudc_durable::Memory;
use cloudc_provider::{Faults, Provider};
use common::{Lab, graph, run};
use programs::{FIRST, SECOND};
use tripwire::Tripwire;

fn on(disk: &Memory) -> Lab {
    Lab::on(Arc::new(disk.clone()), Arc::new(disk.clone()))
}

/// Applies, or takes back, until the process dies at a step of the cloud; whether it came so far.
fn die(lab: &Lab, to: Option<&str>, at: usize) -> bool {
    let graph = to.map(graph);
    run(async {
        let wire = Tripwire::new(lab.simulator().unwrap(), at);
        let provider: Arc<dyn Provider> = wire.clone();
        let session = async {
            match &graph {
                Some(graph) => drop(lab.session_with(graph, false, &provider).await.unwrap()),
                None => drop(lab.undo_with(&provider).await.unwrap()),
            }
        };
        tokio::select! {
            () = session => false,
            () = wire.dead.notified() => true,
        }
    })
}

/// Takes back what is open, and looks whether everything is as it was.
fn back(lab: &Lab, before: Option<&str>, point: &str) {
    let report = run(async { lab.undo_with(&lab.simulator().unwrap()).await });
    let report = report.unwrap_or_else(|trouble| panic!("{point}: {}", trouble.0)).unwrap_or_default();
    assert!(report.failed.is_empty() && report.not_tried.is_empty(), "{point}: {report:#?}");
    lab.check();
    assert_eq!(lab.document().unfinished, None, "{point}");
    match before {
        Some(before) => assert_eq!(lab.plan(before), Vec::<String>::new(), "{point}"),
        None => assert_eq!(lab.owned(), [], "{point}"),
    }
}

#[test]
fn a_run_is_taken_back_from_wherever_it_died() {
    for before in [None, Some(FIRST)] {
        let start = Memory::new();
        let to = before.map_or(FIRST, |before| {
            on(&start).up(before);
            SECOND
        });
        let mut at = 0;
        loop {
            let lab = on(&start.copy());
            if !die(&lab, Some(to), at) {
                break;
            }
            back(&lab, before, &format!("call step {at}"));
            at += 1;
        }
        assert!(at > 10, "{at}");
    }
}

#[test]
fn an_undo_that_dies_is_gone_on_with() {
    let start = Memory::new();
    on(&start).up(FIRST);
    for first in [9, 17, 23, 31] {
        let middle = start.copy();
        if !die(&on(&middle), Some(SECOND), first) {
            continue;
        }
        let mut at = 0;
        loop {
            let lab = on(&middle.copy());
            if !die(&lab, None, at) {
                break;
            }
            back(&lab, Some(FIRST), &format!("call steps {first} and {at}"));
            at += 1;
        }
        assert!(at > 0, "{first}");
    }
}

#[test]
fn forward_is_a_way_too() {
    let start = Memory::new();
    on(&start).up(FIRST);
    for (first, second) in [(9, 1), (17, 6), (23, 3)] {
        let lab = on(&start.copy());
        die(&lab, Some(SECOND), first);
        die(&lab, None, second);
        lab.up(SECOND);
        assert_eq!(lab.document().unfinished, None);
        assert_eq!(lab.plan(SECOND), Vec::<String>::new());
    }
}

#[test]
fn what_failed_is_taken_back_and_what_came_to_its_end_is_not() {
    let lab = on(&Memory::new());
    lab.up(FIRST);
    assert!(run(async { lab.undo_with(&lab.simulator().unwrap()).await.unwrap() }).is_none());
    let broken = lab.clone().with_faults(Faults { seed: 7, failed: 400, ..Faults::default() });
    let report = broken.apply(SECOND).report;
    assert!(!report.failed.is_empty());
    back(&lab, Some(FIRST), "after a failure");
}
