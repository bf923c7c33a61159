use std::collections::BTreeMap;

use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::grants::{Arns, Effect, Grant, Pattern, Patterns, Principal};

crate::check::code!("W0565" "recursive-trigger" Warning "recursive_trigger.md");

/// What writes to a source of events, by its type.
const WRITES: &[(&str, &str)] = &[("aws.sqs.Queue", "sqs:sendmessage"), ("aws.kinesis.Stream", "kinesis:putrecord")];

/// Functions that may write to what starts them.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let arns = Arns::new(context.graph, context.index);
    let granted = by_role(context);
    for (_, mapping) in context.index.of_type("aws.lambda.EventSourceMapping") {
        let Some(&function) = context.index.referred(mapping, "FunctionName", "aws.lambda.Function").first() else { continue };
        let Some(node) = context.index.node(function) else { continue };
        let Some(&role) = context.index.referred(node, "Role", "aws.iam.Role").first() else { continue };
        for &(ty, action) in WRITES {
            let sources = context.index.referred(mapping, "EventSourceArn", ty);
            let Some(source) = sources.into_iter().find(|source| writes(granted.get(&role), action, &arns.of_node(*source))) else {
                continue;
            };
            let Some(source) = context.index.node(source) else { continue };
            findings.push(finding(mapping, node, source));
        }
    }
}

fn finding(mapping: &Node, function: &Node, source: &Node) -> cloudc_base::Finding {
    let message = format!("`{}` is started by `{}` and may write to it: it can start itself without end", function.address, source.address);
    let finding = blame(&CODE, mapping, "EventSourceArn", message).label(source.span, "what starts it");
    finding.help("write to another queue, or stop after some turns and accept this: `@accept(\"recursive-trigger\", \"..\")`")
}

/// What each role may do by policies of its own.
fn by_role<'c>(context: &'c Context<'_>) -> BTreeMap<usize, Vec<&'c Grant>> {
    let mut granted: BTreeMap<usize, Vec<&Grant>> = BTreeMap::new();
    let own = context.grants().statements.iter().filter(|grant| grant.owners.is_empty());
    for grant in own.filter(|grant| grant.statement.effect == Effect::Allow) {
        for who in &grant.who {
            if let Principal::Node(role) = who {
                granted.entry(*role).or_default().push(grant);
            }
        }
    }
    granted
}

/// Whether somebody surely may do something with a thing, which a statement names: one about everything says little.
fn writes(granted: Option<&Vec<&Grant>>, action: &str, thing: &Pattern) -> bool {
    let action = Pattern::glob(action);
    let does = |grant: &&Grant| grant.statement.actions.cover(&action) && names(&grant.statement.resources, thing);
    granted.is_some_and(|granted| granted.iter().any(does))
}

/// Whether a thing is named, and not only meant by a pattern.
fn names(resources: &Patterns, thing: &Pattern) -> bool {
    matches!(resources, Patterns::These(these) if these.contains(thing))
}
