use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::grants::{Effect, Principal};
use crate::read::{Target, at};

crate::check::code!("E0558" "unheard" Error "unheard.md");

/// What hands events on: a type, the property that names to whom, and what the service calls itself.
const HANDS_ON: &[(&str, &str, &str)] = &[
    ("aws.events.Rule", "Targets.Arn", "events.amazonaws.com"),
    ("aws.s3.Bucket", "NotificationConfiguration.LambdaConfigurations.Function", "s3.amazonaws.com"),
    ("aws.s3.Bucket", "NotificationConfiguration.QueueConfigurations.Queue", "s3.amazonaws.com"),
    ("aws.s3.Bucket", "NotificationConfiguration.TopicConfigurations.Topic", "s3.amazonaws.com"),
    ("aws.sns.Subscription", "Endpoint", "sns.amazonaws.com"),
];

/// Who takes events by a policy of its own, and not by a role of the service that hands them on.
const HEARS: &[&str] = &["aws.lambda.Alias", "aws.lambda.Function", "aws.lambda.Version", "aws.sns.Topic", "aws.sqs.Queue"];

/// Things that are to get events, and that let nobody hand them any.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, path, service) in HANDS_ON {
        for (_, node) in context.index.of_type(ty) {
            for target in at(&node.properties, path) {
                let Some((number, hearer)) = hearer(context, target) else { continue };
                if !hears(context, number, service) {
                    findings.push(finding(node, path, hearer, service));
                }
            }
        }
    }
}

fn finding(node: &Node, path: &str, hearer: &Node, service: &str) -> cloudc_base::Finding {
    let message = format!("`{}` does not let `{service}` hand it anything: no event arrives", hearer.address);
    let way_out = match hearer.ty.starts_with("aws.lambda.") {
        true => format!("`resource may_call: aws.lambda.Permission {{ Action = \"lambda:InvokeFunction\", Principal = \"{service}\", .. }}`"),
        false => format!("give it a policy with `{service}` as its principal"),
    };
    blame(&CODE, node, path, message).label(hearer.span, "this should hear of it").help(way_out)
}

/// A thing of this program that takes events by its own policy.
fn hearer<'c>(context: &'c Context<'_>, target: &Value) -> Option<(usize, &'c Node)> {
    let Target::Node(number) = context.index.target(target, HEARS) else { return None };
    let node = context.index.node(number)?;
    // Of what is there already the policy is not known.
    (HEARS.contains(&&*node.ty) && node.mode == cloudc_graph::Mode::Managed).then_some((number, node))
}

/// Whether a policy of a thing lets a service do something with it, or may.
fn hears(context: &Context<'_>, number: usize, service: &str) -> bool {
    let grants = context.grants();
    let lets = |who: &Principal| match who {
        Principal::Anyone | Principal::Unknown(_) => true,
        Principal::Service(name) => name == service,
        _ => false,
    };
    let of_function = |owner: &usize| *owner == number || function_of(context, number) == Some(*owner);
    grants.statements.iter().any(|grant| {
        grant.statement.effect == Effect::Allow
            && (grant.owners.iter().any(of_function) || is_about(context, grant.node, number))
            && (grant.but || grant.who.iter().any(lets))
    }) || grants.unknown.iter().any(|(who, node)| {
        who.contains(&Principal::Anyone) && context.graph.needs(*node).iter().any(|edge| edge.to == number)
    })
}

/// Whether a policy that is a node refers to a thing: a policy for several names them in its statements.
fn is_about(context: &Context<'_>, policy: usize, number: usize) -> bool {
    let is_policy = context.index.node(policy).is_some_and(|node| node.ty.ends_with("Policy") && !node.ty.starts_with("aws.iam."));
    is_policy && context.graph.needs(policy).iter().any(|edge| edge.to == number)
}

/// The function of a version or an alias.
fn function_of(context: &Context<'_>, number: usize) -> Option<usize> {
    let node = context.index.node(number).filter(|node| &*node.ty != "aws.lambda.Function")?;
    context.index.referred(node, "FunctionName", "aws.lambda.Function").first().copied()
}
