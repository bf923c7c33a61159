//! Graphs of any size, made without a program's text.
#![allow(dead_code, reason = "each user uses a part of it")]

use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use cloudc_base::{Address, FileId, Span};
use cloudc_graph::{App, Graph, Instance, Lifecycle, Mode, Node, Output, Parts, Place};

pub(crate) fn span(at: u32) -> Span {
    Span::new(FileId::ROOT, at, at + 1)
}

pub(crate) fn later(from: From) -> Value {
    Later::new(from, span(0)).value()
}

fn record<'n>(entries: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
    Value::record(entries)
}

fn text(text: impl AsRef<str>) -> Value {
    Value::text(text)
}

/// An attribute of a resource.
pub(crate) fn attribute(of: &Address, path: &str) -> Value {
    later(From::Attribute { of: of.clone(), path: path.into() })
}

pub(crate) fn joined(parts: impl IntoIterator<Item = Value>) -> Value {
    later(From::Joined(parts.into_iter().collect()))
}

pub(crate) fn node(address: Address, ty: &str, properties: Value) -> Node {
    let written = match &properties {
        Value::Record(record) => record.iter().map(|(name, _)| (Arc::clone(name), span(2))).collect(),
        _ => Vec::new(),
    };
    Node {
        address,
        ty: ty.into(),
        mode: Mode::Managed,
        properties,
        written,
        on: None,
        place: Place::default(),
        lifecycle: Lifecycle::default(),
        after: Vec::new(),
        span: span(1),
        through: vec![span(0)],
        sentences: Vec::new(),
    }
}

/// Ten resources that know one another, as a noun makes them: the `number`th use of it. It also reads of the one before.
pub(crate) fn cell(number: usize, nodes: &mut Vec<Node>) {
    let at = |name: &str| Address::root().child(format!("cell{number}")).child(name);
    let before = Address::root().child(format!("cell{}", number.saturating_sub(1))).child("queue");
    let tags = || Value::list([record([("Key", text("Name")), ("Value", text(format!("cell {number}")))])]);
    nodes.push(node(
        at("dead"),
        "aws.sqs.Queue",
        record([("MessageRetentionPeriod", Value::Int(1_209_600)), ("Tags", tags())]),
    ));
    let redrive = record([("deadLetterTargetArn", attribute(&at("dead"), "Arn")), ("maxReceiveCount", Value::Int(3))]);
    nodes.push(node(
        at("queue"),
        "aws.sqs.Queue",
        record([("RedrivePolicy", redrive), ("VisibilityTimeout", Value::Int(60)), ("Tags", tags())]),
    ));
    nodes.push(node(at("logs"), "aws.logs.LogGroup", record([("RetentionInDays", Value::Int(30))])));
    let principal = record([
        ("Effect", text("Allow")),
        ("Action", text("sts:AssumeRole")),
        ("Principal", record([("Service", text("lambda.amazonaws.com"))])),
    ]);
    let document = record([("Version", text("2012-10-17")), ("Statement", Value::list([principal]))]);
    nodes.push(node(at("role"), "aws.iam.Role", record([("AssumeRolePolicyDocument", document), ("Tags", tags())])));
    let actions = Value::list(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"].map(text));
    let allowed = record([
        ("Effect", text("Allow")),
        ("Action", actions),
        ("Resource", Value::list([attribute(&at("queue"), "Arn")])),
    ]);
    let document = record([("Version", text("2012-10-17")), ("Statement", Value::list([allowed]))]);
    nodes.push(node(
        at("policy"),
        "aws.iam.RolePolicy",
        record([
            ("RoleName", attribute(&at("role"), "RoleName")),
            ("PolicyName", text("may")),
            ("PolicyDocument", document),
        ]),
    ));
    let variables =
        record([("QUEUE", attribute(&at("queue"), "QueueUrl")), ("BEFORE", attribute(&before, "QueueUrl"))]);
    let code = record([("ZipFile", text("export const handler = async () => 'done';"))]);
    let function = record([
        ("Code", code),
        ("Handler", text("index.handler")),
        ("Runtime", text("nodejs22.x")),
        ("Role", attribute(&at("role"), "Arn")),
        ("MemorySize", Value::Int(256)),
        ("Timeout", Value::Int(30)),
        ("Environment", record([("Variables", variables)])),
        ("LoggingConfig", record([("LogGroup", attribute(&at("logs"), "LogGroupName"))])),
    ]);
    let mut function = node(at("function"), "aws.lambda.Function", function);
    function.after = vec![(at("policy"), span(3))];
    nodes.push(function);
    let mapping = record([
        ("EventSourceArn", attribute(&at("queue"), "Arn")),
        ("FunctionName", attribute(&at("function"), "FunctionName")),
        ("BatchSize", Value::Int(10)),
    ]);
    let mut mapping = node(at("mapping"), "aws.lambda.EventSourceMapping", mapping);
    mapping.after = vec![(at("policy"), span(3))];
    nodes.push(mapping);
    nodes.push(node(at("topic"), "aws.sns.Topic", record([("Tags", tags())])));
    let note = joined([
        text("function "),
        attribute(&at("function"), "Arn"),
        text(" of "),
        attribute(&at("queue"), "QueueName"),
    ]);
    nodes.push(node(at("note"), "aws.ssm.Parameter", record([("Type", text("String")), ("Value", note)])));
    let dimension = record([("Name", text("QueueName")), ("Value", attribute(&at("dead"), "QueueName"))]);
    let alarm = record([
        ("AlarmActions", Value::list([attribute(&at("topic"), "TopicArn")])),
        ("ComparisonOperator", text("GreaterThanThreshold")),
        ("Dimensions", Value::list([dimension])),
        ("EvaluationPeriods", Value::Int(1)),
        ("MetricName", text("ApproximateNumberOfMessagesVisible")),
        ("Namespace", text("AWS/SQS")),
        ("Period", Value::Int(60)),
        ("Statistic", text("Maximum")),
        ("Threshold", Value::Float(0.5)),
    ]);
    nodes.push(node(at("alarm"), "aws.cloudwatch.Alarm", alarm));
}

/// The parts of a program with so many resources, ten for each use of a noun.
pub(crate) fn parts(resources: usize) -> Parts {
    let mut nodes = Vec::with_capacity(resources);
    let cells = resources / 10;
    (0..cells).for_each(|number| cell(number, &mut nodes));
    let fields = Value::record([("name", Value::text("large")), ("region", Value::text("eu-west-1"))]);
    let queue = Address::root().child("cell0").child("queue");
    let output = Output { name: "first".into(), value: attribute(&queue, "QueueUrl"), doc: None, span: span(4) };
    Parts {
        app: App { name: Some("large".into()), fields: Some(fields) },
        nodes,
        instances: Vec::<Instance>::new(),
        outputs: vec![output],
        ..Parts::default()
    }
}

pub(crate) fn graph(resources: usize) -> Graph {
    let (graph, findings) = Graph::build(parts(resources));
    assert!(findings.is_empty(), "{findings:?}");
    graph
}
