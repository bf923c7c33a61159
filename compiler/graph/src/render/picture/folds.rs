//! Which resources outside of nouns belong to another one's box: a role to its function, a route to its network.

use std::collections::BTreeSet;

use super::bounds::Bounds;
use super::units::{Unit, Units};
use crate::Graph;

/// Types, or starts of types, that are part of a network.
const OF_NETWORK: &[&str] = &[
    "aws.ec2.EIP",
    "aws.ec2.EgressOnlyInternetGateway",
    "aws.ec2.InternetGateway",
    "aws.ec2.NatGateway",
    "aws.ec2.NetworkAcl",
    "aws.ec2.Route",
    "aws.ec2.Subnet",
    "aws.ec2.VPC",
    "aws.ec2.VPNGateway",
];

/// Types, or starts of types, that nobody looks for in a picture where what they serve is shown.
const SERVING: &[&str] = &[
    "aws.applicationautoscaling.",
    "aws.autoscaling.LifecycleHook",
    "aws.autoscaling.ScalingPolicy",
    "aws.autoscaling.ScheduledAction",
    "aws.dax.SubnetGroup",
    "aws.docdb.DBSubnetGroup",
    "aws.ec2.LaunchTemplate",
    "aws.ec2.NetworkInterface",
    "aws.ec2.SecurityGroup",
    "aws.ecs.TaskDefinition",
    "aws.elasticache.SubnetGroup",
    "aws.iam.InstanceProfile",
    "aws.iam.ManagedPolicy",
    "aws.iam.Policy",
    "aws.iam.Role",
    "aws.lambda.EventInvokeConfig",
    "aws.lambda.Permission",
    "aws.lambda.Version",
    "aws.logs.LogGroup",
    "aws.memorydb.SubnetGroup",
    "aws.neptune.DBSubnetGroup",
    "aws.rds.DBSubnetGroup",
    "aws.redshift.ClusterSubnetGroup",
    "aws.s3.BucketPolicy",
    "aws.sns.TopicPolicy",
    "aws.sqs.QueuePolicy",
];

/// How often is looked again: a policy belongs to a role that belongs to a function.
const ROUNDS: usize = 4;

/// For each unit the one whose box it belongs to; its own for most.
pub(super) fn folds(graph: &Graph, units: &Units<'_>, bounds: &Bounds) -> Vec<usize> {
    let mut folds: Vec<usize> = (0..units.all.len()).collect();
    let kinds: Vec<Part> =
        units.all.iter().enumerate().map(|(unit, it)| part(graph, it, bounds.is_network(unit))).collect();
    for _ in 0..ROUNDS {
        for (unit, kind) in kinds.iter().enumerate() {
            let wanted = match kind {
                Part::OfNetwork => Part::Network,
                Part::Serving => Part::Thing,
                Part::Network | Part::Thing => continue,
            };
            let beside = beside(graph, units, &folds, unit);
            let mut homes = beside.iter().filter(|&&home| kinds.get(home) == Some(&wanted));
            if let (Some(&home), None) = (homes.next(), homes.next())
                && let Some(fold) = folds.get_mut(unit)
            {
                *fold = home;
            }
        }
    }
    folds
}

/// What a unit is to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Network,
    OfNetwork,
    Serving,
    Thing,
}

fn part(graph: &Graph, unit: &Unit<'_>, network: bool) -> Part {
    let first = unit.nodes.first().and_then(|&number| graph.node(number));
    let starts = |types: &[&str]| first.is_some_and(|node| types.iter().any(|start| node.ty.starts_with(start)));
    match unit.instance {
        _ if network => Part::Network,
        None if starts(OF_NETWORK) => Part::OfNetwork,
        None if !unit.named && starts(SERVING) => Part::Serving,
        _ => Part::Thing,
    }
}

/// The homes of what a unit needs and what needs it.
fn beside(graph: &Graph, units: &Units<'_>, folds: &[usize], unit: usize) -> BTreeSet<usize> {
    let nodes = units.all.get(unit).map(|unit| unit.nodes.as_slice()).unwrap_or_default();
    let needs = nodes.iter().flat_map(|&number| graph.needs(number).iter().map(|edge| edge.to));
    let needed = nodes.iter().flat_map(|&number| graph.needed_by(number).map(|edge| edge.from));
    let units = needs.chain(needed).filter_map(|number| units.of_node.get(number));
    units.filter_map(|&unit| folds.get(unit).copied()).filter(|&home| home != unit).collect()
}
