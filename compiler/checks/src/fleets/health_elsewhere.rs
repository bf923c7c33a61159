use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{at, first, number};

crate::check::code!("W0615" "health-elsewhere" Warning "health_elsewhere.md");

const TARGETS: &str = "aws.elasticloadbalancingv2.TargetGroup";

/// Services that a balancer asks for their health on a port that none of their containers opens.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, service) in context.index.made("aws.ecs.Service") {
        let Some(ports) = ports(context, service) else { continue };
        let groups = at(&service.properties, "LoadBalancers.TargetGroupArn");
        for group in groups.into_iter().filter_map(|value| context.index.node_of(value, TARGETS)) {
            let Some(node) = context.index.node(group) else { continue };
            // Without a number it is the port that requests go to.
            let Some(asked) = first(&node.properties, "HealthCheckPort").and_then(number) else { continue };
            if !ports.contains(&asked) {
                let shown = ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
                let message = format!("its health is asked for on port {asked}, and its containers open {shown}");
                let finding =
                    blame(&CODE, node, "HealthCheckPort", message).label(service.span, "the service behind it");
                findings
                    .push(finding.help("say `HealthCheckPort = \"traffic-port\"`, or a port that a container opens"));
            }
        }
    }
}

/// The ports of a service's containers, if all are known and each copy has an address of its own.
fn ports(context: &Context<'_>, service: &Node) -> Option<Vec<i64>> {
    let tasks = context.index.referred(service, "TaskDefinition", "aws.ecs.TaskDefinition");
    let task = context.index.node(*tasks.first()?)?;
    let own = first(&task.properties, "NetworkMode").is_some_and(|mode| *mode == Value::text("awsvpc"));
    let ports: Option<Vec<i64>> =
        at(&task.properties, "ContainerDefinitions.PortMappings.ContainerPort").into_iter().map(number).collect();
    ports.filter(|ports| own && !ports.is_empty())
}
