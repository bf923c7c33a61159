use cloudc_graph::Reason;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{first, number, text};

crate::check::code!("W0564" "slow-answer" Warning "slow_answer.md");

/// How long an API waits for an answer, in seconds: types of what leads to a function, and what they wait.
const WAITS: &[(&str, i64)] = &[("aws.apigatewayv2.Integration", 30), ("aws.apigateway.Method", 29)];

/// Functions behind an API that may run longer than it waits.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, waits) in WAITS {
        for (from, integration) in context.index.of_type(ty) {
            // What is called and not waited for.
            if first(&integration.properties, "IntegrationSubtype").and_then(text).is_some() {
                continue;
            }
            let edges = context.graph.needs(from).iter();
            let called = edges.filter(|edge| matches!(&edge.reason, Reason::Property { property, .. } if property.ends_with("Uri")));
            for function in called.filter(|edge| context.index.is(edge.to, "aws.lambda.Function")) {
                let Some(node) = context.index.node(function.to) else { continue };
                let Some(timeout) = first(&node.properties, "Timeout").and_then(number).filter(|timeout| *timeout > waits) else {
                    continue;
                };
                let message = format!("this may take {timeout} s, and the API that calls it waits {waits} s");
                let finding = blame(&CODE, node, "Timeout", message).label(integration.span, "the API calls it here");
                findings.push(finding.help("answer at once and work on behind a queue, or let it take less"));
            }
        }
    }
}
