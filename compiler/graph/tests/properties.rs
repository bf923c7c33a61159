//! What holds for every graph.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;

use cloudc_graph::{Graph, Parts, Reason};
use common::{Made, at};
use proptest::prelude::*;

/// Types and the properties by which they refer to others: enough for most rules to find something.
const TYPES: &[(&str, &[&str])] = &[
    ("aws.ec2.VPC", &[]),
    ("aws.ec2.InternetGateway", &[]),
    ("aws.ec2.VPCGatewayAttachment", &["VpcId", "InternetGatewayId"]),
    ("aws.ec2.Subnet", &["VpcId"]),
    ("aws.ec2.RouteTable", &["VpcId"]),
    ("aws.ec2.Route", &["RouteTableId", "GatewayId", "NatGatewayId", "InstanceId"]),
    ("aws.ec2.SubnetRouteTableAssociation", &["SubnetId", "RouteTableId"]),
    ("aws.ec2.EIP", &[]),
    ("aws.ec2.NatGateway", &["SubnetId", "AllocationId"]),
    ("aws.ec2.SecurityGroup", &["VpcId"]),
    ("aws.ec2.SecurityGroupIngress", &["GroupId", "SourceSecurityGroupId", "CidrIp"]),
    ("aws.ec2.Instance", &["SubnetId", "SecurityGroupIds", "IamInstanceProfile"]),
    ("aws.iam.Role", &[]),
    ("aws.iam.RolePolicy", &["RoleName", "PolicyDocument"]),
    ("aws.lambda.Function", &["Role", "SubnetIds", "SecurityGroupIds"]),
    ("aws.lambda.EventSourceMapping", &["FunctionName"]),
    ("k8s.core.v1.Namespace", &[]),
    ("helm.Release", &["values"]),
    ("k8s.keda.v1.ScaledObject", &["spec"]),
];

/// Nodes that refer to others; `target` says to which, by the node's number, a random one and how many there are.
fn parts(target: fn(usize, usize, usize) -> Option<usize>) -> impl Strategy<Value = Parts> {
    let node = (0..TYPES.len(), prop::collection::vec(0usize..40, 4), prop::option::weighted(0.1, 0usize..40));
    prop::collection::vec(node, 1..40).prop_map(move |nodes| {
        let mut made = Made::default();
        let count = nodes.len();
        for (number, (ty, targets, after)) in nodes.into_iter().enumerate() {
            let (ty, fields) = TYPES[ty];
            let name = |random: usize| target(number, random, count).map(|target| format!("g.n[{target}]"));
            let link = |(field, random): (&&str, &usize)| Some(format!("{field} = {}.Id", name(*random)?));
            let links: Vec<String> = fields.iter().zip(&targets).filter_map(link).collect();
            let place = made.span();
            let node = made.node(&format!("g.n[{number}]"), ty, &links.join(", "));
            node.after = after.and_then(name).map(|after| (at(&after), place)).into_iter().collect();
            let lives_on = ty.starts_with("k8s") || ty.starts_with("helm");
            node.on = name(0).filter(|_| lives_on).map(|on| at(&on));
        }
        made.instance("g", "group");
        made.parts
    })
}

/// Circles are likely.
fn any_parts() -> impl Strategy<Value = Parts> {
    parts(|_, random, count| Some(random % count))
}

/// What the program says is in no circle.
fn good_parts() -> impl Strategy<Value = Parts> {
    parts(|number, random, _| random.checked_rem(number))
}

fn hard(reason: &Reason) -> bool {
    !matches!(reason, Reason::Model(_))
}

/// Everything of a graph that can be compared.
fn shown(graph: &Graph) -> String {
    format!(
        "{:?} {:?} {:?} {:?} {:?}",
        graph.nodes(),
        graph.edges(),
        graph.order(),
        graph.instances(),
        graph.relations()
    )
}

proptest! {
    #[test]
    fn the_same_parts_in_any_order_make_the_same_graph(
        (parts, shuffled) in any_parts().prop_flat_map(|parts| {
            (Just(parts.clone()), Just(parts.nodes).prop_shuffle()).prop_map(|(parts, nodes)| {
                (parts.clone(), Parts { nodes, ..parts })
            })
        })
    ) {
        let ((one, found), (two, found_too)) = (Graph::build(parts), Graph::build(shuffled));
        prop_assert_eq!(shown(&one), shown(&two));
        prop_assert_eq!(found, found_too);
    }

    #[test]
    fn the_order_is_right_and_no_edge_of_the_model_closes_a_circle(parts in any_parts()) {
        let (graph, findings) = Graph::build(parts);
        let mut place = vec![0; graph.nodes().len()];
        graph.order().iter().enumerate().for_each(|(at, &number)| place[number] = at + 1);
        prop_assert!(place.iter().all(|&at| at > 0), "every node is in the order");
        for edge in graph.edges() {
            prop_assert!(edge.from != edge.to);
            let circle = graph.all_needed(edge.to).contains(&edge.from);
            prop_assert!(!circle || hard(&edge.reason) && !findings.is_empty());
            prop_assert!(circle || !findings.is_empty() || place[edge.to] < place[edge.from]);
        }
        let circles = graph.edges().iter().any(|edge| graph.all_needed(edge.to).contains(&edge.from));
        prop_assert!(circles <= !findings.is_empty());
    }

    #[test]
    fn a_graph_without_circles_has_no_findings_and_layers_that_need_only_earlier_ones(parts in good_parts()) {
        let (graph, findings) = Graph::build(parts);
        prop_assert!(findings.is_empty(), "{:?}", findings);
        for edge in graph.edges() {
            prop_assert!(graph.depth(edge.to) < graph.depth(edge.from));
        }
        let layers = graph.layers();
        prop_assert_eq!(layers.iter().map(Vec::len).sum::<usize>(), graph.nodes().len());
        for number in 0..graph.nodes().len() {
            for needed in graph.all_needed(number) {
                prop_assert!(graph.all_needing(needed).contains(&number));
            }
        }
    }
}
