//! The examples: made, changed, removed and taken back, with the process dying at steps of the cloud and of the disk.
//!
//! There are some thousand points; a few of each way are taken, evenly. All of them by hand:
//! `CLOUDC_CRASH_POINTS=10000 cargo test -p cloudc-engine --test examples`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
#[path = "common/tripwire.rs"]
mod tripwire;

use std::path::Path;
use std::sync::Arc;

use cloudc_compiler::graph::Graph;
use cloudc_compiler::{MemoryWorld, Options as Given};
use cloudc_durable::{Crash, Memory};
use cloudc_engine::{Knowledge, plan};
use cloudc_provider::{Faults, Provider};
use common::{Lab, Session, Trouble, compiled, run, shown};
use tripwire::Tripwire;

/// An example and what it is given.
struct Example {
    name: &'static str,
    set: &'static [(&'static str, &'static str)],
}

const PACLOUD: Example =
    Example { name: "pacloud", set: &[("operators", "[203.0.113.0/24]"), ("mail", "me@example.com")] };
const WUKONG: Example = Example { name: "wukong", set: &[("operators", "[203.0.113.0/24]"), ("shards", "4")] };
const INET: Example =
    Example { name: "inet", set: &[("operators", "[203.0.113.0/24]"), ("image", "docker.io/you/inet-worker:4.5")] };
const BLUEEDGE: Example = Example { name: "blueedge", set: &[("mongo", "ssm:/mongo"), ("sentry", "ssm:/sentry")] };

impl Example {
    /// Its graph; `edit` changes its text first.
    fn graph(&self, edit: impl Fn(String) -> String) -> Graph {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(self.name);
        let mut world = MemoryWorld::new();
        each_file(&folder, &mut |path| {
            let name = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(path).unwrap();
            let text = if name == "main.cld" { edit(text) } else { text };
            world = std::mem::take(&mut world).with(name, text);
        });
        let set = self.set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        compiled(&world, &Given { set, ..Given::default() })
    }

    fn as_it_is(&self) -> Graph {
        self.graph(|text| plain(&text))
    }

    /// The same with tags on everything that takes some: almost everything is changed.
    fn tagged(&self) -> Graph {
        self.graph(|text| plain(&text).replacen("region = \"", "tags = { team = \"a\" }, region = \"", 1))
    }
}

/// Without the policy that is made of the whole program, which nobody computes yet.
fn plain(text: &str) -> String {
    text.replace("user campaign { may = [\"apply\", \"halt\", \"resume\", \"destroy\"] }", "user campaign {}")
}

fn each_file(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true if path.ends_with(".cloudc") => {}
            true => each_file(&path, visit),
            false => visit(&path),
        }
    }
}

fn on(disk: &Memory, faults: Faults) -> Lab {
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
        assert!(report.failed.is_empty() && report.not_tried.is_empty(), "{report:#?}");
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
    lab.check();
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

/// How many points of each way are tried.
fn most() -> usize {
    std::env::var("CLOUDC_CRASH_POINTS").ok().and_then(|points| points.parse().ok()).unwrap_or(4)
}

/// Some of the numbers below `count`, evenly, and not the same for each way.
fn points(count: usize, turn: usize) -> Vec<usize> {
    let some = most().min(count);
    (0..some).map(|number| (number * count + (turn * 7) % count.max(1)) / some % count.max(1)).collect()
}

fn rough() -> Faults {
    Faults { seed: 3, throttled: 30, transient: 20, lost: 100, ..Faults::default() }
}

/// Each way, dying at steps of the cloud: before calls and after them, when the answer is lost.
fn at_the_cloud(example: &Example) {
    let (graph, tagged) = (example.as_it_is(), example.tagged());
    let (empty, full) = (Memory::new(), Memory::new());
    run(async { on(&full, Faults::default()).session(&graph, false).await.map(drop) }).unwrap();
    let full = full.after_crash();
    let ways = [
        (&empty, &graph, What::Make, What::Make, Some(&graph)),
        (&empty, &graph, What::Make, What::TakeBack, None),
        (&full, &tagged, What::Make, What::Make, Some(&tagged)),
        (&full, &tagged, What::Make, What::TakeBack, Some(&graph)),
        (&full, &graph, What::Remove, What::Remove, None),
        (&full, &graph, What::Remove, What::TakeBack, Some(&graph)),
    ];
    for (turn, (start, to, what, then, expected)) in ways.into_iter().enumerate() {
        let faults = if turn % 2 == 0 { rough() } else { Faults::default() };
        let (_, count) = die(&on(&start.copy(), faults), to, what, usize::MAX);
        assert!(count > 20, "{count}");
        for at in points(count, turn) {
            let lab = on(&start.copy(), faults);
            assert!(die(&lab, to, what, at).0, "{} {what:?} {at}", example.name);
            let point = format!("{} {what:?} dies at {at} of {count}, then {then:?}", example.name);
            if then == What::TakeBack && at % 2 == 0 {
                // It dies once more while it takes back.
                die(&lab, to, then, at / 2);
            }
            again(&lab, to, then, expected, &point);
        }
    }
}

/// Made and removed, dying at steps of the disk: journal, snapshot, lock.
fn at_the_disk(example: &Example) {
    let graph = example.as_it_is();
    let (empty, full) = (Memory::new(), Memory::new());
    run(async { on(&full, Faults::default()).session(&graph, false).await.map(drop) }).unwrap();
    let full = full.after_crash();
    for (turn, (start, removal)) in [(&empty, false), (&full, true)].into_iter().enumerate() {
        let whole = start.copy();
        // A crash that never comes counts the steps.
        whole.crash_at(Crash { step: usize::MAX, seed: 0 });
        run(async { on(&whole, Faults::default()).session(&graph, removal).await.map(drop) }).unwrap();
        let count = whole.steps();
        assert!(count > 20, "{count}");
        for step in points(count, turn) {
            let disk = start.copy();
            disk.crash_at(Crash { step, seed: step as u64 });
            let _crashed = run(async { on(&disk, Faults::default()).session(&graph, removal).await });
            assert!(disk.has_crashed(), "{step} of {count}");
            let lab = on(&disk.after_crash(), Faults::default());
            let what = if removal { What::Remove } else { What::Make };
            let expected = (!removal).then_some(&graph);
            again(&lab, &graph, what, expected, &format!("{} step {step} of {count} of the disk", example.name));
        }
    }
}

/// Made and removed, in the time that was forecast, where the cloud takes as many calls at once as it is asked for.
#[test]
fn each_takes_as_long_as_its_longest_way() {
    for example in [&PACLOUD, &WUKONG, &INET, &BLUEEDGE] {
        let graph = example.as_it_is();
        let mut lab = on(&Memory::new(), Faults::default());
        lab.settings.limit = 1000;
        for removal in [false, true] {
            let session = run(lab.session(&graph, removal)).unwrap_or_else(|trouble| panic!("{}", trouble.0));
            let (forecast, took) = (session.plan.forecast.time, session.report.took);
            let slack = forecast.mul_f64(0.01);
            assert!(took + slack >= forecast && took <= forecast + slack, "{}: {took:?} of {forecast:?}", example.name);
        }
    }
}

#[test]
fn pacloud() {
    at_the_cloud(&PACLOUD);
    at_the_disk(&PACLOUD);
}

#[test]
fn wukong() {
    at_the_cloud(&WUKONG);
    at_the_disk(&WUKONG);
}

#[test]
fn inet() {
    at_the_cloud(&INET);
    at_the_disk(&INET);
}

#[test]
fn blueedge() {
    at_the_cloud(&BLUEEDGE);
    at_the_disk(&BLUEEDGE);
}
