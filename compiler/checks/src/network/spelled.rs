use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::context::Context;
use crate::read::at;

/// Where rules of security groups are spelled: inside of a group, or as resources.
const PLACES: &[(&str, &str)] = &[
    ("aws.ec2.SecurityGroup", "SecurityGroupIngress"),
    ("aws.ec2.SecurityGroup", "SecurityGroupEgress"),
    ("aws.ec2.SecurityGroupIngress", ""),
    ("aws.ec2.SecurityGroupEgress", ""),
];

/// A rule of a security group as the program spells it.
pub(super) struct Spelled<'g> {
    pub(super) node: &'g Node,
    /// The property that holds it, if it is no resource of its own.
    pub(super) property: &'static str,
    pub(super) rule: &'g Value,
}

/// All rules that the program makes.
pub(super) fn rules<'g>(context: &Context<'g>) -> Vec<Spelled<'g>> {
    let mut rules = Vec::new();
    for (ty, property) in PLACES {
        for (_, node) in context.index.made(ty) {
            rules.extend(at(&node.properties, property).into_iter().map(|rule| Spelled { node, property, rule }));
        }
    }
    rules
}
