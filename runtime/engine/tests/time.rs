//! How long things take by the cloud's clock: as long as the longest way through what waits for what, and no longer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;
#[path = "common/wide.rs"]
mod wide;

use std::fmt::Write;
use std::time::Duration;

use cloudc_provider::Settings;
use common::{Lab, graph, run};
use proptest::prelude::*;

/// A cloud that takes as many calls at once as it is asked for.
fn open() -> Lab {
    let lab = Lab::new();
    Lab { settings: Settings { limit: 100_000, ..lab.settings.clone() }, ..lab }
}

/// A run took what was forecast, and at most a hundredth more.
fn is_as_forecast(forecast: Duration, took: Duration) {
    assert!(took >= forecast.mul_f64(0.99), "{took:?} of {forecast:?}");
    assert!(took <= forecast.mul_f64(1.01) + Duration::from_millis(1), "{took:?} of {forecast:?}");
}

/// Things of several durations, each of which waits for some before it.
fn program(waits: &[(u8, Vec<prop::sample::Index>)]) -> String {
    let kinds =
        ["aws.sqs.Queue {}", "aws.sns.Topic {}", "aws.ec2.EIP {}", "aws.ecs.Cluster {}", "aws.logs.LogGroup {}"];
    let mut text = String::new();
    for (number, (kind, before)) in waits.iter().enumerate() {
        let mut named: Vec<String> =
            before.iter().filter(|_| number > 0).map(|at| format!("r{}", at.index(number.max(1)))).collect();
        named.sort();
        named.dedup();
        let after = if named.is_empty() { String::new() } else { format!("@after({})\n", named.join(", ")) };
        let _infallible = writeln!(text, "{after}resource r{number}: {}", kinds[usize::from(*kind) % kinds.len()]);
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_graph_takes_as_long_as_its_longest_way(
        waits in prop::collection::vec((any::<u8>(), prop::collection::vec(any::<prop::sample::Index>(), 0..4)), 1..60),
    ) {
        let lab = open();
        let text = program(&waits);
        let up = lab.up(&text);
        is_as_forecast(up.plan.forecast.time, up.report.took);
        let down = lab.down(&text);
        is_as_forecast(down.plan.forecast.time, down.report.took);
    }
}

#[test]
fn a_long_and_wide_graph_too() {
    let mut text = String::new();
    for row in 0..12 {
        for column in 0..25 {
            let after = if row > 0 {
                format!("@after(r{}_{}, r{}_{})\n", row - 1, column, row - 1, (column * 7 + row) % 25)
            } else {
                String::new()
            };
            let kind = ["aws.sqs.Queue {}", "aws.ecs.Cluster {}", "aws.ec2.EIP {}"][(row + column) % 3];
            let _infallible = writeln!(text, "{after}resource r{row}_{column}: {kind}");
        }
    }
    let graph = graph(&text);
    let session = run(open().session(&graph, false)).unwrap_or_else(|trouble| panic!("{}", trouble.0));
    is_as_forecast(session.plan.forecast.time, session.report.took);
}

/// The program of the benchmark, smaller.
#[test]
fn many_things_at_once_too() {
    let (lab, text) = (open(), wide::program(3));
    let up = lab.up(&text);
    assert_eq!(up.report.done.len(), 300);
    is_as_forecast(up.plan.forecast.time, up.report.took);
    assert_eq!(lab.plan(&text), Vec::<String>::new());
    let down = lab.down(&text);
    is_as_forecast(down.plan.forecast.time, down.report.took);
}
