//! The canonical form: what stands in it, that it is the same for the same graph, and that it keeps its schema.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]
#![allow(clippy::disallowed_methods, reason = "a test may read the schema")]

mod common;

use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use cloudc_base::{Duration, Sources};
use cloudc_graph::render::json;
use cloudc_graph::{Asset, Graph, Mode, Output, Party, Place, Verb};
use common::{Made, at, later};

/// A program with one of everything.
fn everything() -> (Made, Sources) {
    let mut sources = Sources::new();
    sources.add("main.cld", "a line\n".repeat(40));
    let mut made = Made::default();
    made.parts.app.name = Some("shop".into());
    made.parts.app.fields = Some(Value::record([("region", Value::text("eu-west-1"))]));
    let origin = made.span();
    let instance = made.instance("edge", "cluster");
    instance.doc = Some("Runs things.".into());
    instance.words = vec![("connection".into(), later("edge.control.Endpoint", origin))];
    instance.verbs = vec![("read".into(), Value::list([]))];
    let control = made.node("edge.control", "aws.eks.Cluster", "Version = \"1.33\"");
    control.lifecycle.protect = true;
    control.lifecycle.timeout = Some(Duration::new(60_000));
    control.lifecycle.was = vec![at("old.control")];
    control.lifecycle.external = vec!["Version".into()];
    control.place = Place { region: Some("us-east-1".into()), account: Some("audit".into()) };
    made.node("zone", "aws.route53.HostedZone", "").mode = Mode::Existing;
    let secret = Later::new(From::Secret("ssm:/shop/key".into()), origin).value();
    let kept = made.object("kept", "k8s.core.v1.Secret", "edge", "metadata.name = \"kept\"");
    kept.properties = Value::record([("stringData", Value::record([("$odd", secret)]))]);
    kept.after = vec![(at("zone"), origin)];
    kept.through = vec![origin];
    kept.sentences = vec![origin];
    made.node("vpc", "aws.ec2.VPC", "");
    made.node("group", "aws.ec2.SecurityGroup", "VpcId = vpc.VpcId");
    made.node("rule", "aws.ec2.SecurityGroupIngress", "GroupId = group.GroupId");
    made.node("machine", "aws.ec2.Instance", "SecurityGroupIds = (group.GroupId)");
    made.allow("machine", "reach", "internet", &[443]).made = vec![at("rule")];
    made.never("10.0.0.0/8", "reach", "machine").except = vec![Party::Any("database".into())];
    made.allow("anyone", "read", "edge", &[]).verb = Verb::Action("s3:GetObject".into());
    let param = Party::Later(Arc::new(Later::new(From::Param(at("operators")), origin)));
    made.allow("10.0.0.1", "x", "edge", &[]).subjects = vec![param];
    made.allow("edge", "x", "edge", &[]).verb = Verb::Statements(Value::list([later("vpc.Arn", origin)]));
    let value = Value::Handle(at("vpc"));
    made.parts.outputs.push(Output { name: "net".into(), value, doc: None, span: origin });
    made.parts.assets.push(Asset { key: "k".into(), path: "code".into(), files: vec!["a.py".into()], recipe: None });
    (made, sources)
}

#[test]
fn one_of_everything() {
    let (made, sources) = everything();
    insta::assert_snapshot!(json(&made.graph(), &sources));
}

#[test]
fn it_keeps_its_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/graph.schema.json");
    let schema = std::fs::read_to_string(path).expect("the schema stands in docs");
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is a schema");
    let (made, sources) = everything();
    for text in [json(&made.graph(), &sources), json(&Made::default().graph(), &Sources::new())] {
        let mut document: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let wrong: Vec<String> =
            validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        document["more"] = serde_json::Value::Null;
        assert!(!validator.is_valid(&document), "the schema allows anything");
    }
    let text = json(&made.graph(), &sources).replace("\"mode\":\"managed\"", "\"mode\":\"other\"");
    assert!(!validator.is_valid(&serde_json::from_str(&text).expect("it is JSON")));
}

#[test]
fn names_are_sorted_and_the_order_of_parts_does_not_matter() {
    let (made, sources) = everything();
    let text = json(&made.graph(), &sources);
    let sorted: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let lines: Vec<&str> = text.lines().map(|line| line.trim().trim_end_matches(',')).collect();
    for node in sorted["nodes"].as_array().expect("a list") {
        assert!(lines.contains(&node.to_string().as_str()), "{node} is sorted and has a line of its own");
    }
    let mut turned = made.parts;
    turned.nodes.reverse();
    turned.instances.reverse();
    turned.relations.reverse();
    assert_eq!(json(&Graph::build(turned).0, &sources), text);
}

#[test]
fn secrets_do_not_stand_in_it() {
    let (made, sources) = everything();
    assert!(!json(&made.graph(), &sources).contains("/shop/key"));
}
