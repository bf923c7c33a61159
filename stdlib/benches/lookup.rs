//! What a look-up costs: the first of a type, every further one, and a suggestion.

use std::hint::black_box;

use cloudc_facts::{Facts, facts};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

const TYPES: [&str; 6] = [
    "aws.sqs.Queue",
    "aws.ec2.Subnet",
    "aws.s3.Bucket",
    "k8s.apps.v1.Deployment",
    "aws.rds.DBInstance",
    "aws.quicksight.Dashboard",
];

fn fresh() -> Facts {
    Facts::open(
        include_bytes!("../facts/aws.facts"),
        include_bytes!("../facts/k8s.facts"),
        include_bytes!("../facts/tables.facts"),
        include_bytes!("../facts/permissions.facts"),
    )
}

/// Facts whose list of slots is there already, so that only the type itself is measured.
fn warm() -> Facts {
    let facts = fresh();
    facts.resource_type("aws.sts.CallerIdentity");
    facts.resource_type("helm.Release");
    facts
}

fn first(c: &mut Criterion) {
    c.bench_function("open", |b| b.iter(fresh));
    for name in TYPES {
        let look = |facts: Facts| (facts.resource_type(black_box(name)), facts);
        c.bench_function(&format!("first/{name}"), |b| b.iter_batched(warm, look, BatchSize::SmallInput));
    }
}

fn first_of_each(c: &mut Criterion) {
    let names: Vec<&str> = facts().names().collect();
    let look = |facts: Facts| {
        names.iter().for_each(|name| {
            black_box(facts.resource_type(name));
        });
        facts
    };
    c.bench_function("first/every type", |b| b.iter_batched(warm, look, BatchSize::PerIteration));
}

fn second(c: &mut Criterion) {
    c.bench_function("second/aws.sqs.Queue", |b| b.iter(|| facts().resource_type(black_box("aws.sqs.Queue"))));
    let queue = facts().resource_type("aws.sqs.Queue").map(|queue| queue.schema());
    c.bench_function("property", |b| {
        b.iter(|| queue.as_ref().map(|schema| schema.property(black_box("DelaySeconds"))))
    });
}

fn suggest(c: &mut Criterion) {
    for wrong in ["AWS::SQS::Queue", "aws.sqs.Quue", "aws.vpc.Subnet", "aws.sqss.Nothing"] {
        c.bench_function(&format!("suggest/{wrong}"), |b| b.iter(|| facts().suggest(black_box(wrong))));
    }
}

criterion_group!(benches, first, first_of_each, second, suggest);
criterion_main!(benches);
