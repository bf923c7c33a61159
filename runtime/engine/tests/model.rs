//! Random programs, edits, faults and kills; whatever happens, a run without trouble brings the cloud to what is declared.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
#[path = "common/random.rs"]
mod random;
#[path = "common/tripwire.rs"]
mod tripwire;

use std::sync::Arc;
use std::time::Duration;

use cloudc_durable::Memory;
use cloudc_provider::{Faults, Provider};
use common::{Lab, graph, run};
use proptest::prelude::*;
use random::{Program, program};
use tripwire::Tripwire;

/// What a run does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Make,
    Remove,
    TakeBack,
}

/// One run: of a program, of its removal or of what takes the run before it back, with trouble, and perhaps killed at a step.
#[derive(Debug, Clone)]
struct Turn {
    program: Program,
    what: What,
    faults: Faults,
    kill: Option<usize>,
}

fn turn() -> impl Strategy<Value = Turn> {
    let chance = || prop_oneof![Just(0u16), 0u16..200];
    // How long a cloud takes to settle is its own and does not change.
    let settling = Duration::from_secs(30);
    let faults = (any::<u64>(), chance(), chance(), chance(), chance()).prop_map(
        move |(seed, throttled, transient, lost, failed)| Faults { seed, throttled, transient, lost, failed, settling },
    );
    let what = prop_oneof![7 => Just(What::Make), 1 => Just(What::Remove), 2 => Just(What::TakeBack)];
    (program(), what, faults, prop::option::of(0usize..50)).prop_map(|(program, what, faults, kill)| Turn {
        program,
        what,
        faults,
        kill,
    })
}

/// One run, whatever comes of it.
fn play(disk: &Memory, turn: &Turn) {
    let lab = Lab::on(Arc::new(disk.clone()), Arc::new(disk.clone())).with_faults(turn.faults);
    let graph = graph(&turn.program.text());
    run(async {
        let wire = Tripwire::new(lab.simulator().unwrap(), turn.kill.unwrap_or(usize::MAX));
        let provider: Arc<dyn Provider> = wire.clone();
        let session = async {
            match turn.what {
                What::TakeBack => drop(lab.undo_with(&provider).await),
                what => drop(lab.session_with(&graph, what == What::Remove, &provider).await),
            }
        };
        tokio::select! {
            () = session => {}
            () = wire.dead.notified() => {}
        }
    });
}

/// How many random histories are played; more by hand: `CLOUDC_MODEL_CASES=5000 cargo test -p cloudc-engine --test model`.
fn cases() -> u32 {
    std::env::var("CLOUDC_MODEL_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_run_without_trouble_brings_the_cloud_to_what_is_declared(
        turns in prop::collection::vec(turn(), 1..6),
        last in program(),
    ) {
        let disk = Memory::new();
        for turn in &turns {
            play(&disk, turn);
        }
        // What was made a moment ago may still not be seen; nothing else is wrong.
        let faults = Faults { settling: Duration::from_secs(30), ..Faults::default() };
        let lab = Lab::on(Arc::new(disk.clone()), Arc::new(disk)).with_faults(faults);
        let text = last.text();
        lab.up(&text);
        prop_assert_eq!(lab.plan(&text), Vec::<String>::new());
        prop_assert_eq!(lab.owned().len(), text.matches("resource ").count());
        lab.down(&text);
    }
}
