//! A program made, changed, removed and taken back, with the process dying at steps of the cloud and of the disk.
#![allow(unreachable_pub, dead_code, reason = "it is a part of tests")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use cloudc_compiler::graph::Graph;
use cloudc_durable::{Crash, Memory};
use cloudc_engine::{Knowledge, plan};
use cloudc_provider::{Faults, Provider};

use crate::common::{Lab, Session, Trouble, run, shown};
use crate::tripwire::Tripwire;

pub fn on(disk: &Memory, faults: Faults) -> Lab {
    Lab::on(Arc::new(disk.clone()), Arc::new(disk.clone())).with_faults(faults)
}

/// What a run does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Make,
    Remove,
    TakeBack,
}

async fn session(lab: &Lab, graph: &Graph, what: What, provider: &Arc<dyn Provider>) -> Result<(), Trouble> {
    let well = |report: &cloudc_engine::Report| {
        assert!(report.failed.is_empty() && report.not_tried.is_empty(), "{:#?}", report.failed);
    };
    match what {
        What::TakeBack => lab.undo_with(provider).await?.iter().for_each(well),
        _ => {
            let Session { report, .. } = lab.session_with(graph, what == What::Remove, provider).await?;
            well(&report);
        }
    }
    Ok(())
}

/// Runs until the process dies at a step of the cloud; whether it came so far, and how many steps there were.
fn die(lab: &Lab, graph: &Graph, what: What, at: usize) -> (bool, usize) {
    run(async {
        let wire = Tripwire::new(lab.simulator().unwrap(), at);
        let provider: Arc<dyn Provider> = wire.clone();
        let dead = tokio::select! {
            done = session(lab, graph, what, &provider) => { done.unwrap_or_else(|trouble| panic!("{}", trouble.0)); false }
            () = wire.dead.notified() => true,
        };
        (dead, wire.steps())
    })
}

/// Runs to the end and looks whether everything is as it should be: `expected`, or nothing at all.
fn again(lab: &Lab, graph: &Graph, what: What, expected: Option<&Graph>, point: &str) {
    run(async {
        let cloud = lab.simulator().unwrap();
        session(lab, graph, what, &cloud).await.unwrap_or_else(|trouble| panic!("{point}: {}", trouble.0));
    });
    let wrong = lab.wrong();
    assert!(wrong.is_empty(), "{point}: {}", wrong.join("\n"));
    assert_eq!(lab.document().unfinished, None, "{point}");
    match expected {
        Some(graph) => assert_eq!(planned(lab, graph), Vec::<String>::new(), "{point}"),
        None => assert_eq!(lab.owned(), [], "{point}"),
    }
}

fn planned(lab: &Lab, graph: &Graph) -> Vec<String> {
    let document = lab.document();
    run(async {
        let provider = lab.simulator().unwrap();
        let knowledge = Knowledge::gather(graph, &document, &provider, &lab.patience).await.unwrap();
        shown(&plan(graph, &document, &knowledge, provider.home()).unwrap())
    })
}

/// How many points of each way are tried, unless `CLOUDC_CRASH_POINTS` says otherwise.
pub fn most(few: usize) -> usize {
    std::env::var("CLOUDC_CRASH_POINTS").ok().and_then(|points| points.parse().ok()).unwrap_or(few)
}

/// Some of the numbers below `count`, evenly, and not the same for each way.
fn points(count: usize, turn: usize, most: usize) -> Vec<usize> {
    let some = most.min(count);
    (0..some).map(|number| (number * count + (turn * 7) % count.max(1)) / some % count.max(1)).collect()
}

fn rough() -> Faults {
    Faults { seed: 3, throttled: 30, transient: 20, lost: 100, ..Faults::default() }
}

/// A program, and another that it becomes.
#[derive(Debug, Clone, Copy)]
pub struct Program<'p> {
    pub name: &'p str,
    pub graph: &'p Graph,
    pub changed: &'p Graph,
}

impl Program<'_> {
    /// The disk with the cloud and the state, once it is made.
    fn made(&self) -> Memory {
        let full = Memory::new();
        run(async { on(&full, Faults::default()).session(self.graph, false).await.map(drop) }).unwrap();
        full.after_crash()
    }

    /// Each way, dying at steps of the cloud: before calls and after them, when the answer is lost.
    pub fn dies_at_the_cloud(&self, most: usize) {
        let Program { name, graph, changed } = *self;
        let (empty, full) = (Memory::new(), self.made());
        let ways = [
            (&empty, graph, What::Make, What::Make, Some(graph)),
            (&empty, graph, What::Make, What::TakeBack, None),
            (&full, changed, What::Make, What::Make, Some(changed)),
            (&full, changed, What::Make, What::TakeBack, Some(graph)),
            (&full, graph, What::Remove, What::Remove, None),
            (&full, graph, What::Remove, What::TakeBack, Some(graph)),
        ];
        for (turn, (start, to, what, then, expected)) in ways.into_iter().enumerate() {
            let faults = if turn % 2 == 0 { rough() } else { Faults::default() };
            let (_, count) = die(&on(&start.copy(), faults), to, what, usize::MAX);
            assert!(count > 0, "{name}: {what:?}");
            for at in points(count, turn, most) {
                let lab = on(&start.copy(), faults);
                assert!(die(&lab, to, what, at).0, "{name} {what:?} {at}");
                let point = format!("{name} {what:?} dies at {at} of {count}, then {then:?}");
                if then == What::TakeBack && at % 2 == 0 {
                    // It dies once more while it takes back.
                    die(&lab, to, then, at / 2);
                }
                again(&lab, to, then, expected, &point);
            }
        }
    }

    /// Made and removed, dying at steps of the disk: journal, snapshot, lock.
    pub fn dies_at_the_disk(&self, most: usize) {
        let Program { name, graph, .. } = *self;
        let (empty, full) = (Memory::new(), self.made());
        for (turn, (start, removal)) in [(&empty, false), (&full, true)].into_iter().enumerate() {
            let whole = start.copy();
            // A crash that never comes counts the steps.
            whole.crash_at(Crash { step: usize::MAX, seed: 0 });
            run(async { on(&whole, Faults::default()).session(graph, removal).await.map(drop) }).unwrap();
            let count = whole.steps();
            assert!(count > 0, "{name}");
            for step in points(count, turn, most) {
                let disk = start.copy();
                disk.crash_at(Crash { step, seed: step as u64 });
                let _crashed = run(async { on(&disk, Faults::default()).session(graph, removal).await });
                assert!(disk.has_crashed(), "{step} of {count}");
                let lab = on(&disk.after_crash(), Faults::default());
                let what = if removal { What::Remove } else { What::Make };
                let expected = (!removal).then_some(graph);
                again(&lab, graph, what, expected, &format!("{name} step {step} of {count} of the disk"));
            }
        }
    }
}
