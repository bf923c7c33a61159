use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{first, number};

crate::check::code!("E0573" "group-bounds" Error "group_bounds.md");

/// Where the least, the greatest and the wanted number stand, by type.
const PLACES: &[(&str, &str, &str, &str)] = &[
    ("aws.applicationautoscaling.ScalableTarget", "MinCapacity", "MaxCapacity", ""),
    ("aws.autoscaling.AutoScalingGroup", "MinSize", "MaxSize", "DesiredCapacity"),
    ("aws.eks.Nodegroup", "ScalingConfig.MinSize", "ScalingConfig.MaxSize", "ScalingConfig.DesiredSize"),
];

/// Groups whose numbers contradict one another.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, least, most, wanted) in PLACES {
        for (_, node) in context.index.of_type(ty) {
            let (low, high) = (at(node, least), at(node, most));
            if let (Some(low), Some(high)) = (low, high)
                && low > high
            {
                let message = format!("the least number is {low} and the greatest {high}");
                findings.push(blame(&CODE, node, least, message).help("the least may be as many as the greatest, not more"));
                continue;
            }
            let Some(count) = at(node, wanted) else { continue };
            if low.is_some_and(|low| count < low) || high.is_some_and(|high| count > high) {
                let shown = |bound: Option<i64>| bound.map_or_else(String::new, |bound| bound.to_string());
                let message = format!("{count} is wanted, and the group takes {} to {}", shown(low), shown(high));
                findings.push(blame(&CODE, node, wanted, message));
            }
        }
    }
}

fn at(node: &Node, path: &str) -> Option<i64> {
    if path.is_empty() { None } else { first(&node.properties, path).and_then(number) }
}
