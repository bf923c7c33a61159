//! How fast a graph is built, from a thousand to a hundred thousand nodes that refer to one another, and drawn.
//!
//! `cargo bench -p cloudc-graph`. The budget: 10,000 nodes within 60 ms on 2 cores, linear from there.
#![allow(missing_docs, reason = "criterion's macros make a function without")]

use std::hint::black_box;
use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use cloudc_base::{Address, FileId, Key, Span};
use cloudc_graph::render::{Detail, svg};
use cloudc_graph::{Graph, Instance, Lifecycle, Mode, Node, Parts, Party, Place, Relation, Verb};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// A program of some `count` nodes: networks, and functions in them with roles, policies, groups, rules and queues.
fn parts(count: usize) -> Parts {
    let mut made = Parts::default();
    for n in 0..(count / 100).max(1) {
        let net = Address::root().keyed("net", vec![Key::Number(n as i64)]);
        network(&mut made, &net);
        for f in 0..11 {
            function(&mut made, &net, &net.keyed("function", vec![Key::Number(f)]));
        }
    }
    made
}

fn network(made: &mut Parts, net: &Address) {
    let id = |name: &str, attribute: &str| read(&net.child(name), attribute);
    add(made, net.child("vpc"), "aws.ec2.VPC", vec![("CidrBlock", Value::text("10.0.0.0/16"))]);
    add(made, net.child("gateway"), "aws.ec2.InternetGateway", vec![]);
    let gateway = id("gateway", "InternetGatewayId");
    let attachment = vec![("VpcId", id("vpc", "VpcId")), ("InternetGatewayId", gateway.clone())];
    add(made, net.child("attachment"), "aws.ec2.VPCGatewayAttachment", attachment);
    for zone in ["a", "b"] {
        let name = |name: &str| format!("{name}_{zone}");
        add(made, net.child(name("subnet")), "aws.ec2.Subnet", vec![("VpcId", id("vpc", "VpcId"))]);
        add(made, net.child(name("table")), "aws.ec2.RouteTable", vec![("VpcId", id("vpc", "VpcId"))]);
        let (subnet, table) = (id(&name("subnet"), "SubnetId"), id(&name("table"), "RouteTableId"));
        let route = vec![("RouteTableId", table.clone()), ("GatewayId", gateway.clone())];
        add(made, net.child(name("route")), "aws.ec2.Route", route);
        let member = vec![("SubnetId", subnet), ("RouteTableId", table)];
        add(made, net.child(name("member")), "aws.ec2.SubnetRouteTableAssociation", member);
    }
}

fn function(made: &mut Parts, net: &Address, f: &Address) {
    let id = |name: &str, attribute: &str| read(&f.child(name), attribute);
    let subnets = ["subnet_a", "subnet_b"].map(|name| read(&net.child(name), "SubnetId"));
    add(made, f.child("queue"), "aws.sqs.Queue", vec![("VisibilityTimeout", Value::Int(30))]);
    add(made, f.child("logs"), "aws.logs.LogGroup", vec![("RetentionInDays", Value::Int(30))]);
    add(made, f.child("role"), "aws.iam.Role", vec![("AssumeRolePolicyDocument", Value::text("{}"))]);
    let statement = Value::record([("Effect", Value::text("Allow")), ("Resource", id("queue", "Arn"))]);
    let policy = vec![("RoleName", id("role", "RoleName")), ("PolicyDocument", Value::list([statement]))];
    add(made, f.child("policy"), "aws.iam.RolePolicy", policy);
    add(made, f.child("group"), "aws.ec2.SecurityGroup", vec![("VpcId", read(&net.child("vpc"), "VpcId"))]);
    for rule in ["rule_a", "rule_b"] {
        let ty = "aws.ec2.SecurityGroupEgress";
        add(made, f.child(rule), ty, vec![("GroupId", id("group", "GroupId")), ("FromPort", Value::Int(443))]);
    }
    let config = [("SubnetIds", Value::list(subnets)), ("SecurityGroupIds", Value::list([id("group", "GroupId")]))];
    let environment = Value::record([("Variables", Value::record([("QUEUE", id("queue", "QueueUrl"))]))]);
    let properties = vec![
        ("Role", id("role", "Arn")),
        ("MemorySize", Value::Int(128)),
        ("VpcConfig", Value::record(config)),
        ("Environment", environment),
        ("LoggingConfig", Value::record([("LogGroup", id("logs", "LogGroupName"))])),
    ];
    add(made, f.child("function"), "aws.lambda.Function", properties);
}

fn read(of: &Address, attribute: &str) -> Value {
    Later::new(From::Attribute { of: of.clone(), path: attribute.into() }, place()).value()
}

fn place() -> Span {
    Span::new(FileId::ROOT, 0, 1)
}

fn add(made: &mut Parts, address: Address, ty: &str, properties: Vec<(&str, Value)>) {
    made.nodes.push(Node {
        address,
        ty: ty.into(),
        mode: Mode::Managed,
        written: properties.iter().map(|(name, _)| (Arc::from(*name), place())).collect(),
        properties: Value::record(properties),
        on: None,
        place: Place::default(),
        lifecycle: Lifecycle::default(),
        after: Vec::new(),
        span: place(),
        through: Vec::new(),
        sentences: Vec::new(),
    });
}

fn building(c: &mut Criterion) {
    let mut group = c.benchmark_group("build");
    group.sample_size(10);
    for count in [1000, 10_000, 100_000] {
        let parts = parts(count);
        group.throughput(Throughput::Elements(parts.nodes.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(parts.nodes.len()), &parts, |b, parts| {
            b.iter_batched(|| parts.clone(), |parts| black_box(Graph::build(parts)), BatchSize::PerIteration);
        });
    }
    group.finish();
}

/// A box for each function of a program, and arrows from each to three others.
fn drawing(c: &mut Criterion) {
    let mut parts = parts(2700);
    let functions: Vec<Address> = parts.nodes.iter().filter_map(|node| node.address.parent().cloned()).collect();
    let mut functions: Vec<Address> =
        functions.into_iter().filter(|address| address.parent().is_some_and(|net| net.last().is_some())).collect();
    functions.dedup();
    for (n, address) in functions.iter().enumerate() {
        parts.instances.push(instance(address));
        let objects = [7 * n + 1, 11 * n + 2, 13 * n + 3].map(|to| functions.get(to % functions.len()));
        let objects = objects.into_iter().flatten().cloned().map(Party::Thing).collect();
        parts.relations.push(Relation {
            never: false,
            subjects: vec![Party::Thing(address.clone())],
            verb: Verb::Named("invoke".into()),
            objects,
            ports: Vec::new(),
            except: Vec::new(),
            made: Vec::new(),
            span: Span::new(FileId::ROOT, n as u32, n as u32),
        });
    }
    let (graph, _) = Graph::build(parts);
    let mut group = c.benchmark_group("draw");
    group.sample_size(10);
    group.throughput(Throughput::Elements(functions.len() as u64));
    group.bench_function("svg", |b| b.iter(|| black_box(svg(&graph, Detail::Instances))));
    group.finish();
}

fn instance(address: &Address) -> Instance {
    Instance {
        address: address.clone(),
        noun: "function".into(),
        span: place(),
        doc: None,
        words: Vec::new(),
        verbs: Vec::new(),
        verbs_at: Vec::new(),
        metrics: Vec::new(),
        operations: Vec::new(),
        outputs: Vec::new(),
    }
}

criterion_group!(benches, building, drawing);
criterion_main!(benches);
