//! What starts in a place, or with something: itself, or through a description that others use.

use rustc_hash::FxHashSet;

use super::view::View;
use crate::link::Link;

/// Types that only describe: they carry subnets, groups or roles to what starts with them.
const DESCRIPTIONS: &[&str] = &[
    "aws.autoscaling.LaunchConfiguration",
    "aws.batch.JobDefinition",
    "aws.dax.SubnetGroup",
    "aws.dms.ReplicationSubnetGroup",
    "aws.docdb.DBSubnetGroup",
    "aws.ec2.LaunchTemplate",
    "aws.ec2.NetworkInterface",
    "aws.ecs.TaskDefinition",
    "aws.elasticache.SubnetGroup",
    "aws.iam.InstanceProfile",
    "aws.memorydb.SubnetGroup",
    "aws.neptune.DBSubnetGroup",
    "aws.rds.DBSubnetGroup",
    "aws.redshift.ClusterSubnetGroup",
];

/// How many users of one description wait by themselves. If there are more the description waits, and they for it.
const USERS: usize = 64;

/// What starts with a node: who refers to it by a link that counts, and who uses a description that does.
pub(super) fn starts(view: &View<'_>, with: u32, counts: impl Fn(&Link) -> bool) -> Vec<u32> {
    let mut found: Vec<u32> = view.users(with).filter(|link| counts(link)).map(|link| link.from).collect();
    let mut started = Vec::new();
    let mut seen = FxHashSet::default();
    while let Some(number) = found.pop() {
        if !DESCRIPTIONS.contains(&view.ty(number)) {
            started.push(number);
        } else if seen.insert(number) {
            let mut users: Vec<u32> = view.users(number).map(|link| link.from).collect();
            users.dedup();
            if users.len() > USERS { started.push(number) } else { found.append(&mut users) }
        }
    }
    started.sort_unstable();
    started.dedup();
    started
}
