//! Every crash point: the process dies at every step of the disk and of the cloud in turn, and is run again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
#[path = "common/programs.rs"]
mod programs;
#[path = "common/tripwire.rs"]
mod tripwire;

use std::sync::Arc;
use std::time::Duration;

use cloudc_compiler::graph::Graph;
use cloudc_durable::{Crash, Memory};
use cloudc_provider::{Faults, Provider};
use common::{Lab, graph, run};
use programs::{FIRST, SECOND};
use tripwire::Tripwire;

/// A way from one program to another, or to nothing.
struct Way {
    from: Option<&'static str>,
    to: &'static str,
    removal: bool,
}

const WAYS: [Way; 3] = [
    Way { from: None, to: FIRST, removal: false },
    Way { from: Some(FIRST), to: SECOND, removal: false },
    Way { from: Some(SECOND), to: SECOND, removal: true },
];

/// The disk where a way begins, with the cloud and the state on it.
fn begin(way: &Way) -> (Memory, Graph) {
    let disk = Memory::new();
    if let Some(from) = way.from {
        on(&disk, Faults::default()).up(from);
    }
    (disk, graph(way.to))
}

fn on(disk: &Memory, faults: Faults) -> Lab {
    Lab::on(Arc::new(disk.clone()), Arc::new(disk.clone())).with_faults(faults)
}

/// Runs again, without a crash, and looks at what is there.
fn again(lab: &Lab, way: &Way, graph: &Graph, point: &str) {
    let session = run(lab.session(graph, way.removal)).unwrap_or_else(|trouble| panic!("{point}: {}", trouble.0));
    let report = session.report;
    assert!(report.failed.is_empty() && report.not_tried.is_empty(), "{point}: {report:#?}");
    lab.check();
    let expected = if way.removal { 0 } else { way.to.matches("resource ").count() };
    assert_eq!(lab.owned().len(), expected, "{point}");
    if !way.removal {
        let secrets = lab.secrets();
        let expected = if way.to.contains("access") { "access.SecretAccessKey" } else { "key.SecretAccessKey" };
        assert_eq!(secrets.keys().collect::<Vec<_>>(), [expected], "{point}");
    }
    if way.removal {
        assert!(lab.document().is_empty(), "{point}");
        assert!(lab.document().resources.is_empty(), "{point}");
    } else {
        assert_eq!(lab.plan(way.to), Vec::<String>::new(), "{point}");
        assert_eq!(lab.document().outputs.len(), 1, "{point}");
    }
}

fn faults() -> [Faults; 2] {
    let rough =
        Faults { seed: 3, throttled: 100, transient: 50, lost: 200, failed: 0, settling: Duration::from_secs(20) };
    [Faults::default(), rough]
}

#[test]
fn the_machine_dies_at_every_step_of_the_disk() {
    for way in &WAYS {
        for faults in faults() {
            let (start, graph) = begin(way);
            let mut step = 0;
            loop {
                let disk = start.copy();
                let seed = (step as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                disk.crash_at(Crash { step, seed });
                let _crashed = run(on(&disk, faults).session(&graph, way.removal));
                if !disk.has_crashed() {
                    break;
                }
                again(&on(&disk.after_crash(), faults), way, &graph, &format!("step {step}, {faults:?}"));
                step += 1;
            }
            assert!(step > 20, "{step}");
        }
    }
}

/// Runs until the process dies at a step of the cloud; whether it came so far.
fn die(lab: &Lab, graph: &Graph, removal: bool, at: usize) -> bool {
    run(async {
        let inner = lab.simulator().unwrap();
        let wire = Tripwire::new(inner, at);
        let provider: Arc<dyn Provider> = wire.clone();
        tokio::select! {
            session = lab.session_with(graph, removal, &provider) => { session.unwrap(); false }
            () = wire.dead.notified() => true,
        }
    })
}

#[test]
fn the_process_dies_before_and_after_every_call() {
    for way in &WAYS {
        for faults in faults() {
            let (start, graph) = begin(way);
            let mut at = 0;
            loop {
                let lab = on(&start.copy(), faults);
                if !die(&lab, &graph, way.removal, at) {
                    break;
                }
                again(&lab, way, &graph, &format!("call step {at}, {faults:?}"));
                at += 1;
            }
            assert!(at > 10, "{at}");
        }
    }
}

#[test]
fn it_dies_again_while_it_finds_out_what_became_of_the_first_time() {
    for way in &WAYS {
        let (start, graph) = begin(way);
        for first in (1..30).step_by(4) {
            for second in 0..12 {
                let lab = on(&start.copy(), faults()[1]);
                if die(&lab, &graph, way.removal, first) {
                    die(&lab, &graph, way.removal, second);
                }
                again(&lab, way, &graph, &format!("call steps {first} and {second}"));
            }
        }
    }
}

#[test]
fn a_run_that_was_to_make_is_followed_by_one_that_removes() {
    let (start, graph) = begin(&WAYS[0]);
    for at in 0..60 {
        let lab = on(&start.copy(), faults()[1]);
        if !die(&lab, &graph, false, at) {
            break;
        }
        let removal = Way { from: None, to: FIRST, removal: true };
        again(&lab, &removal, &graph, &format!("call step {at}"));
    }
}
