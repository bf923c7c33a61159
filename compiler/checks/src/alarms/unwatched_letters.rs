use std::collections::BTreeSet;

use cloudc_base::Finding;
use cloudc_graph::{Mode, Node};

use super::series::series;
use crate::blame::place;
use crate::context::{Context, Findings};
use crate::grants::{Arns, Effect, Grant, Pattern, Principal};
use crate::read::{at, first};

crate::check::code!("W0623" "unwatched-letters" Warning "unwatched_letters.md");

const QUEUE: &str = "aws.sqs.Queue";

/// Who names a queue for what failed, and where.
const SENDERS: &[(&str, &str)] = &[
    (QUEUE, "RedrivePolicy.deadLetterTargetArn"),
    ("aws.lambda.Function", "DeadLetterConfig.TargetArn"),
    ("aws.sns.Subscription", "RedrivePolicy.deadLetterTargetArn"),
    ("aws.events.Rule", "Targets.DeadLetterConfig.Arn"),
    ("aws.scheduler.Schedule", "Target.DeadLetterConfig.Arn"),
];

/// Queues for messages that failed, which no alarm looks at and nobody receives from: what fails is lost in silence.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let dead: BTreeSet<usize> = SENDERS
        .iter()
        .flat_map(|(ty, path)| context.index.of_type(ty).map(move |(_, node)| (node, path)))
        .flat_map(|(node, path)| at(&node.properties, path))
        .filter_map(|value| context.index.node_of(value, QUEUE))
        .collect();
    let is_heard = |(_, alarm): (usize, &Node)| first(&alarm.properties, "AlarmActions").is_some();
    if !context.index.of_type("aws.cloudwatch.Alarm").any(is_heard) {
        return; // Nobody is told of anything: alarms are not part of this program.
    }
    let (watched, receivers, arns) = (watched(context), receivers(context), Arns::new(context.graph, context.index));
    let is_alone = |queue: &usize| !watched.contains(queue) && !is_emptied(context, &receivers, &arns, *queue);
    for queue in dead.into_iter().filter(is_alone) {
        let Some(node) = context.index.node(queue).filter(|node| node.mode == Mode::Managed) else { continue };
        let message = format!(
            "what fails goes to `{}`, and nobody is told: no alarm looks at it, and nobody receives from it",
            node.address
        );
        let help =
            "watch it: `alarms = ..` on its queue, or an alarm on its `ApproximateNumberOfMessagesVisible` above 0";
        findings.push(Finding::new(&CODE, place(node), message).help(help));
    }
}

/// The queues that an alarm looks at.
fn watched(context: &Context<'_>) -> BTreeSet<usize> {
    let all = series(context);
    let named = all.iter().filter(|series| series.namespace == "AWS/SQS").flat_map(|series| &series.dimensions);
    let named = named.filter_map(|dimension| first(dimension, "Value"));
    named.filter_map(|value| context.index.node_of(value, QUEUE)).collect()
}

/// Whether somebody of the program receives from a queue: a function or whoever may.
fn is_emptied(context: &Context<'_>, receivers: &[&Grant], arns: &Arns<'_>, queue: usize) -> bool {
    let mut users = context.graph.needed_by(queue);
    let mapped = users.any(|edge| context.index.is(edge.from, "aws.lambda.EventSourceMapping"));
    let own = arns.of_node(queue);
    mapped || receivers.iter().any(|grant| grant.statement.resources.meet(&own))
}

/// What lets somebody of the program receive from queues.
fn receivers<'c>(context: &'c Context<'_>) -> Vec<&'c Grant> {
    let receive = Pattern::glob("sqs:receivemessage");
    let lets = |grant: &&Grant| {
        grant.statement.effect == Effect::Allow
            && grant.who.iter().any(|who| matches!(who, Principal::Node(_)))
            && grant.statement.actions.cover(&receive)
    };
    context.grants().statements.iter().filter(lets).collect()
}
