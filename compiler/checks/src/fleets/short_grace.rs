use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{at, first, number, text};

crate::check::code!("W0613" "short-grace" Warning "short_grace.md");

/// What is replaced before it can have started: its health counts earlier than it is ready by its own words.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.made("aws.autoscaling.AutoScalingGroup") {
        let balanced =
            at(&node.properties, "HealthCheckType").into_iter().filter_map(text).any(|kind| kind.contains("ELB"));
        if let Some(message) = group(node).filter(|_| balanced) {
            let help = "let `HealthCheckGracePeriod` be as long as a machine needs until the balancer finds it well";
            findings.push(blame(&CODE, node, "HealthCheckGracePeriod", message).help(help));
        }
    }
    for (_, node) in context.index.made("aws.ecs.Service") {
        if let Some((grace, start)) = service(context, node) {
            let message =
                format!("a balancer's verdict counts after {grace} s, and a container may take {start} s to start");
            let help = format!("say `HealthCheckGracePeriodSeconds = {start}`, or more");
            findings.push(blame(&CODE, node, "HealthCheckGracePeriodSeconds", message).help(help));
        }
    }
}

/// What is wrong with a group whose machines a balancer looks at. Without a grace period CloudFormation gives none.
fn group(node: &Node) -> Option<String> {
    let grace = match first(&node.properties, "HealthCheckGracePeriod") {
        Some(value) => number(value)?,
        None => {
            return Some(
                "a machine that the balancer does not find well at once is replaced: there is no grace period"
                    .to_owned(),
            );
        }
    };
    let warm = first(&node.properties, "DefaultInstanceWarmup").and_then(number).unwrap_or_default();
    match grace {
        0 => Some(
            "a machine that the balancer does not find well at once is replaced: the grace period is nothing"
                .to_owned(),
        ),
        grace if grace < warm => {
            Some(format!("the balancer's verdict counts after {grace} s, and a machine takes {warm} s to get going"))
        }
        _ => None,
    }
}

/// The grace period of a service, and how long its containers may take to start, if that is longer.
fn service(context: &Context<'_>, node: &Node) -> Option<(i64, i64)> {
    if at(&node.properties, "LoadBalancers").is_empty() {
        return None;
    }
    let grace = first(&node.properties, "HealthCheckGracePeriodSeconds").map_or(Some(0), number)?;
    let tasks = context.index.referred(node, "TaskDefinition", "aws.ecs.TaskDefinition");
    let task = context.index.node(*tasks.first()?)?;
    let start =
        at(&task.properties, "ContainerDefinitions.HealthCheck.StartPeriod").into_iter().filter_map(number).max()?;
    (start > grace).then_some((grace, start))
}
