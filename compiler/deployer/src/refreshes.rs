//! What replacing the machines of a group needs, where the program says how they are replaced.

use cloudc_base::value::Value;
use cloudc_graph::{Mode, Node};

use crate::deployer::Deployer;
use crate::need::{Condition, Phase};

/// The calls about a group; looking takes no resource.
const CALLS: [&str; 2] = ["autoscaling:CancelInstanceRefresh", "autoscaling:StartInstanceRefresh"];
const LOOK: &str = "autoscaling:DescribeInstanceRefreshes";

/// Adds the calls of instance refreshes.
pub(crate) fn add(deployer: &mut Deployer<'_>) {
    for number in deployer.numbers() {
        if !deployer.graph.node(number).is_some_and(is_replaced) {
            continue;
        }
        for arn in deployer.own(number) {
            for call in
                CALLS.iter().filter(|_| arn.text.starts_with("autoscaling:") || arn.text.contains(":autoscaling:"))
            {
                deployer.add(Some(number), call, &arn.text, Condition::default(), Phase::Apply, Some(number));
            }
        }
        deployer.add(Some(number), LOOK, "*", Condition::default(), Phase::Apply, Some(number));
    }
}

/// Whether it is a group whose machines are replaced when what they are made of changes.
fn is_replaced(node: &Node) -> bool {
    let says = match &node.properties {
        Value::Record(properties) => matches!(properties.get("UpdatePolicy"), Some(Value::Record(_))),
        _ => false,
    };
    says && node.mode == Mode::Managed && &*node.ty == "aws.autoscaling.AutoScalingGroup"
}
