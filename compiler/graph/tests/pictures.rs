//! What pictures show, and that whoever draws or reads them can.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;
#[path = "common/systems.rs"]
mod systems;

use cloudc_base::value::Value;
use cloudc_graph::render::{Detail, dot, mermaid, svg};
use cloudc_graph::{Graph, Verb};
use common::{Made, at, later};

/// All systems that are drawn by tests.
fn all() -> Vec<(&'static str, Graph)> {
    let made = [
        ("pacloud", systems::pacloud()),
        ("blueedge", systems::blueedge()),
        ("raw", systems::raw()),
        ("nested", systems::nested()),
        ("large", systems::large(60)),
        ("nothing", Made::default()),
    ];
    made.into_iter().map(|(name, made)| (name, made.graph())).collect()
}

#[test]
fn boxes_stand_in_their_network_and_subnets() {
    insta::assert_snapshot!(mermaid(&systems::pacloud().graph(), Detail::Instances));
}

#[test]
fn what_lives_on_a_cluster_stands_in_it() {
    insta::assert_snapshot!(mermaid(&systems::blueedge().graph(), Detail::Instances));
}

#[test]
fn resources_without_nouns_are_boxes_and_what_serves_them_is_not() {
    insta::assert_snapshot!(mermaid(&systems::raw().graph(), Detail::Instances));
}

#[test]
fn a_program_in_a_program_is_shown_with_what_is_in_it() {
    insta::assert_snapshot!(dot(&systems::nested().graph(), Detail::Instances));
}

#[test]
fn all_resources_are_shown_if_wanted() {
    let graph = systems::blueedge().graph();
    let text = mermaid(&graph, Detail::Resources);
    for node in graph.nodes() {
        let name = node.address.last().map(|step| step.name.clone()).unwrap_or_default();
        assert!(text.contains(&*name), "{} is not in {text}", node.address);
    }
    let needs = graph.edges().len();
    let arrows = text.matches("-->").count() + text.matches("-.->").count();
    let told = mermaid(&graph, Detail::Instances);
    let sentences = told.matches("-->").count() + told.matches("-.->").count();
    assert_eq!(arrows, needs + sentences);
}

#[test]
fn a_picture_is_the_same_every_time() {
    for (name, graph) in all() {
        for detail in [Detail::Instances, Detail::Resources] {
            assert_eq!(svg(&graph, detail), svg(&graph, detail), "{name}");
            assert_eq!(mermaid(&graph, detail), mermaid(&graph, detail), "{name}");
            assert_eq!(dot(&graph, detail), dot(&graph, detail), "{name}");
        }
    }
}

#[test]
fn every_element_of_an_svg_is_closed() {
    for (name, graph) in all() {
        for detail in [Detail::Instances, Detail::Resources] {
            let text = svg(&graph, detail);
            let mut open: Vec<&str> = Vec::new();
            for tag in text.split('<').skip(1) {
                let (tag, _) = tag.split_once('>').expect("a tag ends");
                match tag.strip_prefix('/') {
                    Some(closed) => assert_eq!(open.pop(), Some(closed), "{name}"),
                    None if tag.ends_with('/') => {}
                    None => open.push(tag.split(' ').next().unwrap_or_default()),
                }
            }
            assert!(open.is_empty(), "{name}: {open:?}");
            assert_eq!(
                text.matches("<rect").count() - 1,
                text.matches("<g><title>").count() - text.matches("<path class").count()
            );
        }
    }
}

#[test]
fn a_forbidden_way_is_dashed_and_says_never() {
    let graph = systems::pacloud().graph();
    let text = svg(&graph, Detail::Instances);
    let never: Vec<&str> = text.lines().filter(|line| line.contains("class=\"wire never\"")).collect();
    assert_eq!(never.len(), 2);
    assert!(never.iter().all(|line| line.contains(">never ")), "{never:?}");
    assert!(text.contains("<title>never internet to reach workers</title>"));
    assert!(text.contains("prefers-color-scheme:dark"));
    assert!(dot(&graph, Detail::Instances).contains("style=dashed, color=\"#dc2626\""));
}

#[test]
fn odd_names_do_no_harm() {
    let mut made = Made::default();
    made.parts.app.name = Some("a\"b<c>&{}\n;d".into());
    made.instance("q[\"<script>\\\"&]\"]", "queue").doc = Some("a \"doc\" <b>".into());
    made.node("q[\"<script>\\\"&]\"].queue", "aws.sqs.Queue", "");
    made.instance("other", "`x`#1;");
    let relation = made.allow("other", "say \"hi\"|<b>", "internet", &[]);
    relation.objects.push(common::party("q[\"<script>\\\"&]\"]"));
    let graph = made.graph();
    for detail in [Detail::Instances, Detail::Resources] {
        let text = svg(&graph, detail);
        assert!(!text.contains("<script>") && !text.contains("<b>"), "{text}");
        let text = mermaid(&graph, detail);
        assert!(text.lines().all(|line| line.matches('"').count() % 2 == 0), "{text}");
        assert!(!text.contains("<script>") && !text.contains('`'), "{text}");
        let text = dot(&graph, detail);
        assert!(text.lines().all(|line| line.replace("\\\\", "").replace("\\\"", "").matches('"').count() % 2 == 0));
    }
}

#[test]
fn a_verb_that_knows_its_object_leads_there() {
    let mut made = Made::default();
    made.instance("jobs", "queue");
    made.node("jobs.queue", "aws.sqs.Queue", "");
    made.instance("scaler", "service");
    let origin = made.span();
    let statement = Value::record([
        ("actions", Value::list([Value::text("sqs:GetQueueAttributes"), Value::text("sqs:GetQueueUrl")])),
        ("on", Value::list([later("jobs.queue.Arn", origin)])),
    ]);
    let relation = made.allow("scaler", "x", "jobs", &[]);
    (relation.verb, relation.objects) = (Verb::Statements(Value::list([statement])), Vec::new());
    let text = mermaid(&made.graph(), Detail::Instances);
    assert!(text.contains("n1 -->|\"sqs:GetQueueAttributes and 1 more\"| n0"), "{text}");
}

#[test]
fn many_things_are_left_out_and_the_picture_says_so() {
    let mut made = Made::default();
    for n in 0..1600 {
        made.node(&format!("part_{n}"), "aws.sqs.Queue", "");
    }
    let all = made.allow("internet", "reach", "part_0", &[]);
    all.objects = (0..1600).map(|n| common::party(&format!("part_{n}"))).collect();
    let graph = made.graph();
    for text in [svg(&graph, Detail::Resources), mermaid(&graph, Detail::Instances), dot(&graph, Detail::Instances)] {
        assert!(text.contains("100 more things are not shown"));
        assert!(text.contains("1 more sentences are not shown"));
    }
}

/// Two hundred boxes with arrows, a program in a program in a program, and a box that everything leads to.
#[test]
fn large_and_deep_pictures_take_no_time() {
    let text = svg(&systems::large(200).graph(), Detail::Instances);
    assert!(text.matches("class=\"instance\"").count() >= 200);
    let mut made = Made::default();
    let mut address = String::from("deep");
    for _ in 0..300 {
        made.instance(&address, "main");
        address.push_str(".deep");
    }
    made.allow("internet", "reach", &address[..address.len() - ".deep".len()], &[]);
    let text = svg(&made.graph(), Detail::Instances);
    assert_eq!(text.matches("class=\"group\"").count(), 299);
    let mut made = Made::default();
    made.node("hub", "aws.sqs.Queue", "");
    for n in 0..500 {
        made.node(&format!("part_{n}"), "aws.sqs.Queue", "");
        made.allow(&format!("part_{n}"), "send", "hub", &[]);
    }
    assert_eq!(svg(&made.graph(), Detail::Instances).matches("<path class=\"wire\"").count(), 500);
}

#[test]
fn an_instance_in_an_instance_stays_in_its_box() {
    let mut made = Made::default();
    made.instance("fleet", "fleet");
    made.instance("fleet.rules", "scaling");
    made.node("fleet.rules.policy", "aws.autoscaling.ScalingPolicy", "");
    made.node("fleet.machines", "aws.autoscaling.AutoScalingGroup", "");
    let graph = made.graph();
    assert!(mermaid(&graph, Detail::Instances).contains("fleet · 2 resources"));
    let whole = mermaid(&graph, Detail::Resources);
    assert!(whole.contains("subgraph") && whole.contains("fleet.rules · scaling"), "{whole}");
    assert_eq!(
        graph.holder(&at("fleet.rules.policy")).map(|it| it.address.to_string()).as_deref(),
        Some("fleet.rules")
    );
}
