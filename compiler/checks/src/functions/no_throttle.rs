use cloudc_graph::Node;

use crate::blame::place;
use crate::context::{Context, Findings};
use crate::read::at;

crate::check::code!("W0567" "no-throttle" Warning "no_throttle.md");

/// Stages of an API, where they bound how many requests come, and the property that names the API.
const STAGES: &[(&str, &[&str], &str)] = &[
    (
        "aws.apigateway.Stage",
        &["MethodSettings.ThrottlingRateLimit", "MethodSettings.ThrottlingBurstLimit"],
        "RestApiId",
    ),
    (
        "aws.apigatewayv2.Stage",
        &["DefaultRouteSettings.ThrottlingRateLimit", "DefaultRouteSettings.ThrottlingBurstLimit", "RouteSettings"],
        "ApiId",
    ),
];

/// Stages that take as many requests as the account may have, and pay for them.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, bounds, api) in STAGES {
        for (number, node) in context.index.made(ty) {
            if bounds.iter().any(|path| !at(&node.properties, path).is_empty())
                || is_planned(context, node, number, api)
            {
                continue;
            }
            let message = format!("`{}` takes as many requests as the whole account may have", node.address);
            let help = match ty {
                "aws.apigateway.Stage" => {
                    "bound them: `MethodSettings = [{ HttpMethod = \"*\", ResourcePath = \"/*\", ThrottlingRateLimit = 100, ThrottlingBurstLimit = 200 }]`"
                }
                _ => "bound them: `DefaultRouteSettings = { ThrottlingRateLimit = 100, ThrottlingBurstLimit = 200 }`",
            };
            findings.push(cloudc_base::Finding::new(&CODE, place(node), message).help(help));
        }
    }
}

/// Whether a plan for customers bounds it.
fn is_planned(context: &Context<'_>, stage: &Node, number: usize, api: &str) -> bool {
    let apis = at(&stage.properties, api)
        .into_iter()
        .filter_map(|value| context.index.node_of(value, "aws.apigateway.RestApi"));
    let apis: Vec<usize> = apis.collect();
    context
        .index
        .of_type("aws.apigateway.UsagePlan")
        .any(|(plan, _)| context.graph.needs(plan).iter().any(|edge| edge.to == number || apis.contains(&edge.to)))
}
