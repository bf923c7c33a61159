use std::collections::BTreeMap;

use cloudc_graph::Node;

use crate::blame::{blame, place};
use crate::context::{Context, Findings};
use crate::read::{at, first, number};

crate::check::code!("W0588" "beyond-quota" Warning "beyond_quota.md");

/// How many of a type an account has in a region if nobody asked for more.
/// <https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html>
const COUNTS: &[(&str, usize, &str)] = &[
    ("aws.ec2.EIP", 5, "fixed addresses"),
    ("aws.ec2.EgressOnlyInternetGateway", 5, "gateways for IPv6"),
    ("aws.ec2.InternetGateway", 5, "internet gateways"),
    ("aws.ec2.TransitGateway", 5, "transit gateways"),
    ("aws.ec2.VPC", 5, "networks"),
    ("aws.elasticloadbalancingv2.LoadBalancer", 50, "balancers"),
    ("aws.eks.Cluster", 100, "clusters of Kubernetes"),
    ("aws.rds.DBInstance", 40, "databases"),
    ("aws.rds.DBCluster", 40, "clusters of databases"),
];

/// How many elements a property takes if nobody asked for more.
const ELEMENTS: &[(&str, &str, usize, &str)] = &[
    ("aws.ec2.SecurityGroup", "SecurityGroupEgress", 60, "rules of a group for what goes out"),
    ("aws.ec2.SecurityGroup", "SecurityGroupIngress", 60, "rules of a group for what comes in"),
    ("aws.iam.Role", "ManagedPolicyArns", 10, "policies of a role"),
];

/// What Lambda runs at once in an account, and what it keeps of that for functions without a share of their own.
const CONCURRENCY: i64 = 1000;
const UNRESERVED: i64 = 100;

/// More than an account has if nobody asked AWS for more.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, most, what) in COUNTS {
        let mut seen: BTreeMap<_, Vec<&Node>> = BTreeMap::new();
        for (_, node) in context.index.made(ty) {
            seen.entry(&node.place).or_default().push(node);
        }
        for nodes in seen.values() {
            if let Some(node) = nodes.get(most) {
                let message = format!(
                    "an account has {most} {what} in a region if nobody asked for more, and this program has {}",
                    nodes.len()
                );
                findings.push(cloudc_base::Finding::new(&CODE, place(node), message).help(HELP));
            }
        }
    }
    for &(ty, path, most, what) in ELEMENTS {
        for (_, node) in context.index.made(ty) {
            let count = at(&node.properties, path).len();
            if count > most {
                let message = format!("there are {most} {what} if nobody asked for more, and here are {count}");
                findings.push(blame(&CODE, node, path, message).help(HELP));
            }
        }
    }
    reserved(context, findings);
}

const HELP: &str = "ask for more in Service Quotas first, then `@accept(\"beyond-quota\", \"..\")`";

/// Shares of functions that leave too little for all others.
fn reserved(context: &Context<'_>, findings: &mut Findings) {
    let functions = context.index.made("aws.lambda.Function");
    let mut left: BTreeMap<_, i64> = BTreeMap::new();
    for (_, node) in functions {
        let share = first(&node.properties, "ReservedConcurrentExecutions").and_then(number).unwrap_or_default();
        let left = left.entry(&node.place).or_insert(CONCURRENCY - UNRESERVED);
        let before = *left;
        *left = left.saturating_sub(share);
        if before >= 0 && *left < 0 {
            let message = format!(
                "an account runs {CONCURRENCY} calls at once if nobody asked for more, and keeps {UNRESERVED} free: with this, more are set apart"
            );
            findings.push(blame(&CODE, node, "ReservedConcurrentExecutions", message).help(HELP));
        }
    }
}
