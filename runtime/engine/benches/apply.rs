//! Ten thousand resources: made in the simulator, planned again without a change, and removed.
//!
//! Aims: 3 s of CPU to make them, half a second to plan; 0.56 s and 0.05 s on two shared cores when this was written. The disk is memory here: what is measured is our own work.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on fails")]
#![allow(missing_docs, reason = "criterion makes the main function")]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../tests/common/wide.rs"]
mod wide;

use std::sync::Arc;

use cloudc_durable::Memory;
use cloudc_engine::{Knowledge, plan};
use common::{Lab, graph, run};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use wide::program;

fn memory() -> (Memory, Lab) {
    let disk = Memory::new();
    let lab = Lab::on(Arc::new(disk.clone()), Arc::new(disk.clone()));
    (disk, lab)
}

fn apply(c: &mut Criterion) {
    let graph = graph(&program(100));
    let mut group = c.benchmark_group("10,000 resources");
    group.sample_size(10);
    let count = graph.nodes().len();
    assert_eq!(count, 10_000);
    group.bench_function("made in the simulator", |b| {
        b.iter_batched(memory, |(_, lab)| run(lab.session(&graph, false)).unwrap().report, BatchSize::PerIteration);
    });
    let (disk, lab) = memory();
    let report = run(lab.session(&graph, false)).unwrap().report;
    assert_eq!(report.done.len(), count);
    let document = lab.document();
    group.bench_function("planned without a change", |b| {
        run(async {
            let cloud = lab.simulator().unwrap();
            b.iter(|| {
                let made = plan(&graph, &document, &Knowledge::default(), cloud.home()).unwrap();
                assert!(made.is_empty());
            });
        });
    });
    group.bench_function("read, planned and applied without a change", |b| {
        b.iter(|| {
            let session = run(lab.session(&graph, false)).unwrap();
            assert!(session.report.done.is_empty());
        });
    });
    let gone = || {
        let disk = disk.copy();
        Lab::on(Arc::new(disk.clone()), Arc::new(disk))
    };
    group.bench_function("removed", |b| {
        b.iter_batched(gone, |lab| run(lab.session(&graph, true)).unwrap().report, BatchSize::PerIteration);
    });
}

criterion_group!(benches, apply);
criterion_main!(benches);
