//! What the program says is needed: by properties, by `@after`, and by living on a cluster.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use cloudc_base::{FileId, Span};
use cloudc_graph::Reason;
use common::{Made, at, later, needs};

#[test]
fn properties_refer_to_nodes() {
    let mut made = Made::default();
    made.node("net.vpc", "aws.ec2.VPC", "CidrBlock = \"10.0.0.0/16\"");
    made.node("net.private[\"a\"]", "aws.ec2.Subnet", "VpcId = net.vpc.VpcId");
    made.node("net.private[\"b\"]", "aws.ec2.Subnet", "VpcId = net.vpc.VpcId");
    made.node(
        "f",
        "aws.lambda.Function",
        "VpcConfig.SubnetIds = (net.private[\"b\"].SubnetId net.private[\"a\"].SubnetId), Nothing = gone.Arn",
    );
    let graph = made.graph();
    assert_eq!(
        needs(&graph, "f"),
        ["net.private[\"a\"] by VpcConfig.SubnetIds", "net.private[\"b\"] by VpcConfig.SubnetIds"]
    );
    let vpc = graph.number(&at("net.vpc")).expect("it is there");
    let by: Vec<String> =
        graph.needed_by(vpc).map(|edge| graph.nodes().get(edge.from).expect("a node").address.to_string()).collect();
    assert_eq!(by, ["net.private[\"a\"]", "net.private[\"b\"]"]);
    assert_eq!(graph.below(&at("net")), 1..4);
}

#[test]
fn references_in_texts_calls_and_handles_count_once_by_the_first_property() {
    let mut made = Made::default();
    made.node("a", "aws.sqs.Queue", "");
    made.node("b", "aws.sqs.Queue", "");
    made.instance("q", "queue");
    made.node("q.one", "aws.sqs.Queue", "");
    made.node("q.two", "aws.sqs.Queue", "");
    let origin = Span::new(FileId::ROOT, 0, 0);
    let joined = Later::new(From::Joined([Value::text("x"), later("a.Arn", origin)].into()), origin).value();
    let call = From::Call { function: "json", arguments: [Value::record([("deep", later("b.Arn", origin))])].into() };
    let list = Arc::new(Later::new(From::Attribute { of: at("b"), path: "Names".into() }, origin));
    let element = Later::new(From::Element { of: list, index: 0 }, origin).value();
    let node = made.node("c", "aws.sns.Topic", "");
    node.properties = Value::record([
        ("Z", joined.clone()),
        ("Y", joined),
        ("X", Later::new(call, origin).value()),
        ("W", Value::list([element])),
        ("V", Value::Handle(at("q"))),
        ("U", Value::Handle(at("nowhere"))),
    ]);
    let graph = made.graph();
    assert_eq!(needs(&graph, "c"), ["a by Y", "b by W", "q.one by V", "q.two by V"]);
}

#[test]
fn an_edge_stands_where_its_node_is_written() {
    let mut made = Made::default();
    made.node("a", "aws.sqs.Queue", "");
    let declared = Span::new(FileId::ROOT, 100, 200);
    let written = Span::new(FileId::ROOT, 120, 140);
    let inside = Span::new(FileId::ROOT, 130, 131);
    let elsewhere = Span::new(FileId::new(1), 130, 131);
    for (name, origin) in [("near", inside), ("far", elsewhere)] {
        let node = made.node(name, "aws.sns.Topic", "");
        (node.span, node.written) = (declared, vec![("P".into(), written)]);
        node.properties = Value::record([("P", later("a.Arn", origin))]);
    }
    let graph = made.graph();
    let spans: Vec<Span> = graph.edges().iter().map(|edge| edge.span).collect();
    assert_eq!(spans, [written, inside]);
}

#[test]
fn after_means_a_node_or_all_of_an_instance() {
    let mut made = Made::default();
    made.node("a", "aws.sqs.Queue", "");
    made.node("q.one", "aws.sqs.Queue", "");
    made.node("q.two", "aws.sqs.Queue", "");
    let place = made.span();
    made.node("c", "aws.sqs.Queue", "X = a.Arn").after = vec![(at("q"), place), (at("a"), place), (at("none"), place)];
    made.node("q.three", "aws.sqs.Queue", "").after = vec![(at("q"), place)];
    let graph = made.graph();
    assert_eq!(needs(&graph, "c"), ["a by X", "q.one after", "q.three after", "q.two after"]);
    assert_eq!(needs(&graph, "q.three"), ["q.one after", "q.two after"]);
    let number = graph.number(&at("c")).expect("it is there");
    assert!(graph.needs(number).iter().filter(|edge| edge.reason == Reason::After).all(|edge| edge.span == place));
}

fn cluster() -> Made {
    let mut made = Made::default();
    let origin = made.span();
    let instance = made.instance("edge", "cluster");
    instance.words = vec![("connection".into(), Value::record([("endpoint", later("edge.control.Endpoint", origin))]))];
    made.node("edge.control", "aws.eks.Cluster", "");
    made.node("edge.nodes", "aws.eks.Nodegroup", "ClusterName = edge.control.Name");
    made.node("edge.known", "aws.iam.Role", "").mode = cloudc_graph::Mode::Existing;
    made.object("edge.chart", "helm.Release", "edge", "chart = \"keda\"");
    made
}

#[test]
fn what_lives_on_a_cluster_waits_for_what_makes_it() {
    let mut made = cluster();
    made.object("web", "k8s.apps.v1.Deployment", "edge", "");
    let graph = made.graph();
    assert_eq!(needs(&graph, "web"), ["edge.control on", "edge.nodes on"]);
    assert_eq!(needs(&graph, "edge.chart"), ["edge.control on"], "a chart of the noun itself waits for the connection");
}

#[test]
fn a_raw_cluster_is_waited_for() {
    let mut made = Made::default();
    made.node("raw", "aws.eks.Cluster", "");
    made.object("web", "k8s.apps.v1.Deployment", "raw", "");
    assert_eq!(needs(&made.graph(), "web"), ["raw on"]);
}

#[test]
fn a_connection_from_elsewhere_counts() {
    let mut made = Made::default();
    let origin = made.span();
    made.node("raw", "aws.eks.Cluster", "");
    made.instance("wrapped", "cluster").words = vec![("connection".into(), later("raw.Endpoint", origin))];
    made.object("web", "k8s.apps.v1.Deployment", "wrapped", "");
    assert_eq!(needs(&made.graph(), "web"), ["raw on"]);
}
