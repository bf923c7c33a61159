use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{first, number, written};

crate::check::code!("E0563" "short-visibility" Error "short_visibility.md");

/// What a function and a queue have if the program says nothing, in seconds.
const TIMEOUT: i64 = 3;
const VISIBILITY: i64 = 30;

/// Queues that show a message again while the function that has it may still run.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, mapping) in context.index.of_type("aws.lambda.EventSourceMapping") {
        let queue = context.index.referred(mapping, "EventSourceArn", "aws.sqs.Queue");
        let function = context.index.referred(mapping, "FunctionName", "aws.lambda.Function");
        let node = |found: Vec<usize>| found.first().and_then(|number| context.index.node(*number));
        let (Some(queue), Some(function)) = (node(queue), node(function)) else { continue };
        let seconds = |node: &cloudc_graph::Node, property: &str, usual: i64| match first(&node.properties, property) {
            Some(value) => number(value),
            None => Some(usual),
        };
        let visibility = seconds(queue, "VisibilityTimeout", VISIBILITY);
        let (Some(visibility), Some(timeout)) = (visibility, seconds(function, "Timeout", TIMEOUT)) else { continue };
        if visibility >= timeout {
            continue;
        }
        let message = format!("messages are hidden for {visibility} s, and the function may take {timeout} s: Lambda refuses this");
        let finding = blame(&CODE, queue, "VisibilityTimeout", message);
        let finding = finding.label(written(function, "Timeout"), "this may run longer");
        findings.push(finding.help(format!("hide them for six times as long: {} s", timeout * 6)));
    }
}
