//! How long it takes from the text of a program to its graph.
//!
//! `cargo bench -p cloudc-compiler --bench check`. The budgets, on 2 cores: 10,000 flat resources within 0.4 s, 100,000
//! within 11 times that; 10,000 by loops and components within 0.2 s; the example `pacloud` within 40 ms.
#![allow(missing_docs, reason = "criterion's macros make a function without")]
#![allow(clippy::panic, reason = "a bench that cannot go on fails")]

mod programs;

use std::hint::black_box;

use cloudc_compiler::{MemoryWorld, Options, compile};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Compiles a program in which nothing is wrong; gives the number of its resources.
fn resources(world: &MemoryWorld) -> usize {
    match compile(world, "main.cld", &Options::default()) {
        Ok(compiled) if compiled.checked.findings.is_empty() => compiled.graph.nodes().len(),
        Ok(compiled) => panic!("{:?}", compiled.checked.findings.first()),
        Err(error) => panic!("{error}"),
    }
}

fn check(c: &mut Criterion) {
    let mut group = c.benchmark_group("check");
    group.sample_size(10);
    let programs = [
        ("pacloud", programs::pacloud()),
        ("flat 10000", programs::flat(10_000)),
        ("flat 100000", programs::flat(100_000)),
        ("looped 10000", programs::looped(10_000)),
    ];
    for (name, world) in programs {
        group.throughput(Throughput::Elements(resources(&world) as u64));
        group.bench_function(name, |b| b.iter(|| black_box(resources(&world))));
    }
    group.finish();
}

criterion_group!(benches, check);
criterion_main!(benches);
