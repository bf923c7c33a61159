//! The examples: made, changed, removed and taken back, with the process dying at steps of the cloud and of the disk.
//!
//! There are some thousand points; a few of each way are taken, evenly. All of them by hand:
//! `CLOUDC_CRASH_POINTS=10000 cargo test -p cloudc-engine --test examples`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
#[path = "common/points.rs"]
mod points;
#[path = "common/tripwire.rs"]
mod tripwire;

use std::path::Path;

use cloudc_compiler::graph::Graph;
use cloudc_compiler::{MemoryWorld, Options as Given};
use cloudc_durable::Memory;
use cloudc_provider::Faults;
use common::{compiled, run};
use points::{Program, on};

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

fn at_every_point(example: &Example) {
    let (graph, tagged) = (example.as_it_is(), example.tagged());
    let program = Program { name: example.name, graph: &graph, changed: &tagged };
    program.dies_at_the_cloud(most());
    program.dies_at_the_disk(most());
}

/// How many points of each way are tried.
fn most() -> usize {
    points::most(4)
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
    at_every_point(&PACLOUD);
}

#[test]
fn wukong() {
    at_every_point(&WUKONG);
}

#[test]
fn inet() {
    at_every_point(&INET);
}

#[test]
fn blueedge() {
    at_every_point(&BLUEEDGE);
}
