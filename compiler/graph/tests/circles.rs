//! What needs itself is found, with the way around.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use cloudc_base::Finding;
use common::{Made, at};

fn told(finding: &Finding) -> Vec<String> {
    let labels = finding.secondary.iter().map(|label| format!("{}: {}", label.span.start, label.text));
    let primary = format!("{}: {}", finding.primary.span.start, finding.primary.text);
    [finding.message.clone(), primary].into_iter().chain(labels).collect()
}

#[test]
fn a_circle_of_references_is_shown_hop_by_hop() {
    let mut made = Made::default();
    made.node("a", "aws.sqs.Queue", "P = b.Arn");
    made.node("b", "aws.sqs.Queue", "Q.R = c.Arn");
    made.node("c", "aws.sqs.Queue", "S = a.QueueUrl");
    made.node("d", "aws.sqs.Queue", "S = a.QueueUrl");
    let (graph, findings) = made.build();
    let [finding] = findings.as_slice() else { unreachable!("{findings:?}") };
    assert_eq!(finding.code.id, "E0301");
    assert_eq!(
        told(finding),
        [
            "`a` needs itself: a -> b -> c -> a",
            "10: `a` needs `b.Arn` here",
            "20: `b` needs `c.Arn` here",
            "30: `c` needs `a.QueueUrl` here",
        ]
    );
    assert_eq!(graph.order().len(), 4, "there is an order all the same");
}

#[test]
fn each_circle_is_found_once_and_the_shortest_way_is_shown() {
    let mut made = Made::default();
    made.node("a", "t", "P = b.Arn, Q = c.Arn");
    made.node("b", "t", "P = d.Arn");
    made.node("c", "t", "P = a.Arn");
    made.node("d", "t", "P = a.Arn");
    made.node("x", "t", "P = y.Arn");
    made.node("y", "t", "P = x.Arn");
    let (_, findings) = made.build();
    let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages, ["`a` needs itself: a -> c -> a", "`x` needs itself: x -> y -> x"]);
}

#[test]
fn the_way_out_depends_on_the_reasons() {
    let mut made = Made::default();
    let place = made.span();
    made.node("a", "t", "P = b.Arn");
    made.node("b", "t", "").after = vec![(at("a"), place)];
    let (_, findings) = made.build();
    assert!(findings[0].help.as_deref().is_some_and(|help| help.contains("@after")), "{findings:?}");
    assert_eq!(findings[0].secondary[0].span, place);

    let mut made = Made::default();
    made.node("raw", "aws.eks.Cluster", "RoleArn = account.Name");
    made.object("account", "k8s.core.v1.ServiceAccount", "raw", "");
    let (_, findings) = made.build();
    assert!(findings[0].help.as_deref().is_some_and(|help| help.contains("cluster")), "{findings:?}");
}

#[test]
fn a_node_that_needs_itself_is_found_and_has_no_edge() {
    let mut made = Made::default();
    let place = made.span();
    made.node("a", "aws.lambda.Function", "Environment.Variables.SELF = a.Arn");
    made.node("b", "t", "").after = vec![(at("b"), place)];
    made.node("c", "t", "P = &c");
    let (graph, findings) = made.build();
    let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        ["`b` needs itself", "`a` needs itself: `Environment.Variables.SELF` is made of its own `Arn`"]
    );
    assert!(graph.edges().is_empty());
}

#[test]
fn a_long_circle_is_shown_in_part_and_is_no_trouble() {
    let mut made = Made::default();
    let count = 20_000;
    for n in 0..count {
        made.node(&format!("n[{n}]"), "t", &format!("P = n[{}].Arn", (n + 1) % count));
    }
    let (_, findings) = made.build();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].secondary.len(), 11);
    assert!(findings[0].message.ends_with("n[10] -> (19988 more) -> n[19999] -> n[0]"), "{}", findings[0].message);
}

#[test]
fn more_references_than_anybody_needs_are_refused() {
    let mut made = Made::default();
    for n in 0..1000 {
        made.node(&format!("a[{n}]"), "t", "");
    }
    let all: Vec<String> = (0..1000).map(|n| format!("a[{n}].Arn")).collect();
    for n in 0..1000 {
        made.node(&format!("b[{n}]"), "t", &format!("P = ({})", all.join(" ")));
    }
    let (_, findings) = made.build();
    assert_eq!(findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["E0302"]);
}
