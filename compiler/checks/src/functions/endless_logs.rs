use std::collections::BTreeSet;

use cloudc_base::Finding;
use cloudc_graph::Node;

use crate::blame::place;
use crate::context::{Context, Findings};
use crate::read::{first, text};

crate::check::code!("I0569" "endless-logs" Information "endless_logs.md");

const GROUP: &str = "aws.logs.LogGroup";

/// Functions whose log group is not in the program: Lambda makes it, keeps everything for ever, and nobody removes it.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let groups =
        context.index.of_type(GROUP).filter_map(|(_, node)| first(&node.properties, "LogGroupName").and_then(text));
    let names: BTreeSet<&str> = groups.filter_map(|name| name.strip_prefix("/aws/lambda/")).collect();
    for (number, node) in context.index.made("aws.lambda.Function") {
        let said = first(&node.properties, "LoggingConfig.LogGroup").is_some();
        if !said && writes(context, node) && !is_declared(context, number, node, &names) {
            let message = format!(
                "Lambda makes the log group of `{}`: its logs never expire, and stay when the function goes",
                node.address
            );
            let help = "declare it: `resource logs: aws.logs.LogGroup { RetentionInDays = 30 }`, and `LoggingConfig = { LogGroup = logs.LogGroupName }`";
            findings.push(Finding::new(&CODE, place(node), message).help(help));
        }
    }
}

/// Whether a function writes logs: its role may.
fn writes(context: &Context<'_>, function: &Node) -> bool {
    let roles = context.index.referred(function, "Role", "aws.iam.Role");
    roles.first().is_some_and(|role| crate::identity::may_write_logs(context, *role))
}

/// Whether the program declares the group: by the name that Lambda gives it, or one of the two refers to the other.
fn is_declared(context: &Context<'_>, number: usize, function: &Node, names: &BTreeSet<&str>) -> bool {
    let name = first(&function.properties, "FunctionName").and_then(text);
    let named = name.is_some_and(|name| names.contains(name));
    let refers = context.graph.needs(number).iter().any(|edge| context.index.is(edge.to, GROUP));
    named || refers || context.graph.needed_by(number).any(|edge| context.index.is(edge.from, GROUP))
}
