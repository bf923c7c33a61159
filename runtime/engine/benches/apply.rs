//! Ten thousand resources: made in the simulator, planned again without a change, and removed.
//!
//! Aims: 3 s of CPU to make them, half a second to plan. The disk is memory here: what is measured is our own work.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on fails")]
#![allow(missing_docs, reason = "criterion makes the main function")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::sync::Arc;

use cloudc_durable::Memory;
use cloudc_engine::{Knowledge, plan};
use common::{Lab, graph, run};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

/// A hundred networks with subnets, groups, rules, queues and policies that refer to them: 10,000 resources.
fn program() -> String {
    let mut text = String::new();
    for net in 0..100 {
        text.push_str(&format!(
            "resource vpc{net}: aws.ec2.VPC {{ CidrBlock = 10.{net}.0.0/16 }}\n\
             resource topic{net}: aws.sns.Topic {{}}\n\
             for i in range(0, 48) {{\n\
               resource queue{net}: aws.sqs.Queue {{ VisibilityTimeout = i + 1 }}\n\
               resource feed{net}: aws.sns.Subscription {{ TopicArn = topic{net}.TopicArn, Protocol = \"sqs\", Endpoint = queue{net}[i].Arn }}\n\
             }}\n\
             resource group{net}: aws.ec2.SecurityGroup {{ GroupDescription = \"all\", VpcId = vpc{net}.VpcId }}\n\
             resource a{net}: aws.ec2.Subnet {{ VpcId = vpc{net}.VpcId, CidrBlock = 10.{net}.1.0/24 }}\n"
        ));
    }
    text
}

fn memory() -> (Memory, Lab) {
    let disk = Memory::new();
    let lab = Lab::on(Arc::new(disk.clone()), Arc::new(disk.clone()));
    (disk, lab)
}

fn apply(c: &mut Criterion) {
    let graph = graph(&program());
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
