//! How fast text becomes a tree, from 100 KB to 10 MB, again after an edit, and formatted text.
//!
//! `cargo bench -p cloudc-syntax`. The budgets: 10 MB within 1 s on 2 cores, linear from 100 KB; an edit of one item of
//! 10 MB within 1 ms.

use std::hint::black_box;

use cloudc_syntax::{File, Splice};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// A program of at least `bytes`, made of items as people write them, each with names of its own.
fn program(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 2000);
    let mut n = 0;
    while text.len() < bytes {
        n += 1;
        text.push_str(&format!(
            r#"/// Compiles packages on demand, number {n}.
network net{n} {{
  cidr  = 10.{octet}.0.0/16
  zones = 3
  nat   = "instance"            // one for each zone
}}

param keep{n}: Duration(1min..14d) = 4d
let names{n} = [for x in ["a", "b"] if x != "b" => "${{x}}-{n}"]

function request{n} {{
  code    = dir("lambda/request")
  runtime = "nodejs22.x"
  memory  = 128MiB
  timeout = 10s
  env     = {{ TABLE = packages{n}.name, QUEUE = builds{n}.url, COUNT = if keep{n} > 2d then 3 else 1 }}
  from builds {{ source = builds{n}, batch = 10 }}
}}

scale workers{n} {{
  size = 0..20 + {n}
  track backlog {{ metric = builds{n}.waiting, per_unit = 5 }}
  down {{ remove = 50%, every = 2s, wait = 60s }}
}}

@was(old.queue{n})
resource queue{n}: aws.sqs.Queue {{
  VisibilityTimeout = visibility / 1s
  RedrivePolicy     = if dead == null then null else {{ deadLetterTargetArn = dead.Arn, maxReceiveCount = 2 }}
}}

allow [request{n}, worker] to reach net{n} on [tcp(80), tcp(443)]
never internet to reach net{n} except request{n}

"#,
            octet = n % 256,
        ));
    }
    text
}

fn parsing(c: &mut Criterion) {
    let mut group = c.benchmark_group("parse");
    for kilobytes in [100, 1_000, 10_000] {
        let text = program(kilobytes * 1000);
        group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
        group.bench_with_input(BenchmarkId::from_parameter(format!("{kilobytes} KB")), &text, |b, text| {
            b.iter(|| black_box(File::parse(text)));
        });
    }
    group.finish();
}

fn editing(c: &mut Criterion) {
    let text = program(10_000_000);
    let mut file = File::parse(&text);
    let middle = text[5_000_000..].find("zones = 3").map_or(0, |at| 5_000_000 + at + "zones = ".len());
    let mut zones = ["4", "5"].into_iter().cycle();
    c.bench_function("edit one item of 10 MB", |b| {
        b.iter(|| {
            let text = zones.next().unwrap_or("6").to_owned();
            black_box(file.edit(&Splice { range: middle..middle + 1, text }))
        });
    });
}

fn formatting(c: &mut Criterion) {
    let text = program(1_000_000);
    let mut group = c.benchmark_group("format");
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
    group.bench_function("1 MB", |b| b.iter(|| black_box(cloudc_syntax::format(&text))));
    group.finish();
}

criterion_group!(benches, parsing, editing, formatting);
criterion_main!(benches);
