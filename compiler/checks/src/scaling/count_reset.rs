use cloudc_graph::Node;

use crate::blame::{blame, is_inside};
use crate::context::{Context, Findings};
use crate::read::first;

crate::check::code!("W0589" "count-reset" Warning "count_reset.md");

/// What is scaled, its count, and the types of what moves it.
const COUNTS: &[(&str, &str, &[&str])] = &[
    (
        "aws.autoscaling.AutoScalingGroup",
        "DesiredCapacity",
        &["aws.autoscaling.ScalingPolicy", "aws.autoscaling.ScheduledAction"],
    ),
    ("aws.ecs.Service", "DesiredCount", &["aws.applicationautoscaling.ScalableTarget"]),
];

/// Counts that a rule moves and that the program sets too: each change of the program takes the number back.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, count, movers) in COUNTS {
        for (number, node) in context.index.made(ty).filter(|(_, node)| !is_inside(node)) {
            let external = node.lifecycle.external.iter().any(|path| **path == *count);
            let mover = mover(context, number, movers);
            if let Some(mover) = mover.filter(|_| !external && first(&node.properties, count).is_some()) {
                let message =
                    format!("`{}` moves this number, and each change of the program sets it back", mover.address);
                let finding = blame(&CODE, node, count, message).label(mover.span, "this moves it");
                findings.push(
                    finding.help(format!("leave `{count}` out, or say that it is another's: `@external({count})`")),
                );
            }
        }
    }
}

/// What moves the count of a thing, if something does.
fn mover<'c>(context: &'c Context<'_>, number: usize, types: &[&str]) -> Option<&'c Node> {
    let users = context.graph.needed_by(number).filter_map(|edge| context.index.node(edge.from));
    users.filter(|node| types.contains(&&*node.ty)).min_by_key(|node| node.span)
}
