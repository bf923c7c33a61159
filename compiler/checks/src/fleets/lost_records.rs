use std::collections::BTreeSet;

use cloudc_base::value::Value;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{Sure, at, first, text};

crate::check::code!("W0616" "lost-records" Warning "lost_records.md");

/// Tasks whose containers write to a log group that nobody makes: they do not start.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let declared: BTreeSet<&str> = context
        .index
        .of_type("aws.logs.LogGroup")
        .filter_map(|(_, group)| first(&group.properties, "LogGroupName").and_then(text))
        .collect();
    for (_, node) in context.index.made("aws.ecs.TaskDefinition") {
        for options in at(&node.properties, "ContainerDefinitions.LogConfiguration.Options") {
            let option = |name: &str| match options {
                Value::Record(options) => options.get(name),
                _ => None,
            };
            let makes = option("awslogs-create-group").is_some_and(|flag| Sure::flag(flag) == Sure::Yes);
            let group = option("awslogs-group").and_then(text);
            if let Some(group) = group.filter(|group| !makes && !declared.contains(group)) {
                let message =
                    format!("the log group `{group}` is not in the program: if it is not there, no task starts");
                let help = "declare it, `resource logs: aws.logs.LogGroup { RetentionInDays = 30 }`, or say that it is there: `existing logs: aws.logs.LogGroup { LogGroupName = .. }`";
                findings.push(blame(&CODE, node, "ContainerDefinitions", message).help(help));
            }
        }
    }
}
