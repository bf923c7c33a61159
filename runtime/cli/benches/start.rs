//! What a user waits for before anything happens: the whole process, from its start to its end.
//!
//! `cargo bench -p cloudc`. The budget: `cloudc --version` within 10 ms.

use std::process::{Command, Stdio};

use criterion::{Criterion, criterion_group, criterion_main};

fn run(arguments: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_cloudc")).args(arguments).stdout(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "cloudc {arguments:?} succeeds");
}

fn start(c: &mut Criterion) {
    c.bench_function("cloudc --version", |b| b.iter(|| run(&["--version"])));
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/stages/pacloud/program.cld");
    c.bench_function("cloudc check pacloud.cld", |b| b.iter(|| run(&["check", program])));
}

criterion_group!(benches, start);
criterion_main!(benches);
