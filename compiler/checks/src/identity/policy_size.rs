use std::collections::BTreeMap;

use cloudc_base::functions::{self, Part};
use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::at;

crate::check::code!("E0556" "policy-size" Error "policy_size.md");

/// How many characters IAM takes, without blanks: of a managed policy, and of all policies inside of a role, user or group.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const MANAGED: usize = 6_144;
const INSIDE: &[(&str, &str, &str, usize)] = &[
    ("aws.iam.Role", "aws.iam.RolePolicy", "RoleName", 10_240),
    ("aws.iam.User", "aws.iam.UserPolicy", "UserName", 2_048),
    ("aws.iam.Group", "aws.iam.GroupPolicy", "GroupName", 5_120),
];

/// Policies that IAM refuses for their size.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.of_type("aws.iam.ManagedPolicy") {
        let size = size_at(node, "PolicyDocument");
        if size > MANAGED {
            let message = format!("this policy has {size} characters, and a managed policy takes {MANAGED}");
            findings.push(blame(&CODE, node, "PolicyDocument", message).help("divide it into several policies"));
        }
    }
    for &(holder, policy, property, most) in INSIDE {
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        for (number, node) in context.index.of_type(holder) {
            *sizes.entry(number).or_default() += size_at(node, "Policies.PolicyDocument");
        }
        for (_, node) in context.index.of_type(policy) {
            for owner in context.index.referred(node, property, holder) {
                *sizes.entry(owner).or_default() += size_at(node, "PolicyDocument");
            }
        }
        for (number, size) in sizes.into_iter().filter(|(_, size)| *size > most) {
            let Some(node) = context.index.node(number) else { continue };
            let message = format!("the policies inside of `{}` have {size} characters, and it takes {most}", node.address);
            findings.push(blame(&CODE, node, "Policies", message).help("make some of them managed policies, which it is given by their ARN"));
        }
    }
}

fn size_at(node: &Node, path: &str) -> usize {
    at(&node.properties, path).into_iter().map(size).sum()
}

/// How many characters a document has at least: what is known later counts as none.
fn size(document: &Value) -> usize {
    let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    match document {
        Value::Text(text) => count(text),
        Value::Record(_) => functions::json(document).map_or(0, |document| {
            let known = document.parts().iter().filter_map(|part| match part {
                Part::Text(text) => Some(count(text)),
                Part::Leaf(_) => None,
            });
            known.sum()
        }),
        _ => 0,
    }
}
