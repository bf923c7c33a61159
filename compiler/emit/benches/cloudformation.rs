//! What emitting takes: a thousand resources to a hundred thousand, and into YAML.
#![allow(missing_docs, reason = "criterion's macros make functions without")]

#[path = "../tests/large/mod.rs"]
mod large;

use cloudc_base::{MemoryWorld, Sources};
use cloudc_emit::{Format, Input, Options, cloudformation};
use criterion::{Criterion, criterion_group, criterion_main};

fn emit(c: &mut Criterion) {
    let (sources, world) = (source(), MemoryWorld::new());
    let mut group = c.benchmark_group("cloudformation");
    group.sample_size(10);
    for (count, format) in
        [(1_000, Format::Json), (10_000, Format::Json), (100_000, Format::Json), (10_000, Format::Yaml)]
    {
        let graph = large::graph(count);
        let options = Options { format, ..Options::default() };
        let input = Input { graph: &graph, sources: &sources, world: &world, options: &options };
        let name = format!("{count} as {}", format.ending());
        group.bench_function(name, |b| b.iter(|| cloudformation(&input).map(|emitted| emitted.files.len())));
    }
    group.finish();
}

/// The text that the graph's spans point into.
fn source() -> Sources {
    let mut sources = Sources::new();
    sources.add("main.cld", "cell one {}\n");
    sources
}

criterion_group!(benches, emit);
criterion_main!(benches);
