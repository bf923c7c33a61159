use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{first, number};

crate::check::code!("W0583" "inert-scaling" Warning "inert_scaling.md");

/// Policies, the property that names what they scale, the type of that, and where its bounds stand.
const POLICIES: &[(&str, &str, &str, &str, &str)] = &[
    (
        "aws.applicationautoscaling.ScalingPolicy",
        "ScalingTargetId",
        "aws.applicationautoscaling.ScalableTarget",
        "MinCapacity",
        "MaxCapacity",
    ),
    ("aws.autoscaling.ScalingPolicy", "AutoScalingGroupName", "aws.autoscaling.AutoScalingGroup", "MinSize", "MaxSize"),
];

/// Policies that can move nothing: the least number is the greatest.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, property, target, least, most) in POLICIES {
        for (_, policy) in context.index.of_type(ty) {
            let targets = context.index.referred(policy, property, target);
            let Some(node) = targets.first().and_then(|number| context.index.node(*number)) else { continue };
            let at = |path: &str| first(&node.properties, path).and_then(number);
            if let (Some(low), Some(high)) = (at(least), at(most))
                && low == high
                && !is_scheduled(context, node)
            {
                let message = format!("this moves nothing: `{}` has {low} at least and at most", node.address);
                findings.push(blame(&CODE, policy, property, message).help("let the greatest number be more than the least"));
            }
        }
    }
}

/// Whether something else moves the bounds at some hours.
fn is_scheduled(context: &Context<'_>, node: &cloudc_graph::Node) -> bool {
    let Some(number) = context.index.number(&node.address) else { return false };
    let scheduled = context.index.of_type("aws.autoscaling.ScheduledAction");
    first(&node.properties, "ScheduledActions").is_some()
        || scheduled.into_iter().any(|(_, action)| {
            context.index.referred(action, "AutoScalingGroupName", "aws.autoscaling.AutoScalingGroup").contains(&number)
        })
}
