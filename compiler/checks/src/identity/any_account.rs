use cloudc_graph::{Mode, Node};

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::grants::{Effect, Grant, Principal};

crate::check::code!("W0543" "any-account" Warning "any_account.md");

/// Services that do things with a resource for whichever of their customers asks, and that say for whom.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>
const DEPUTIES: &[&str] = &[
    "apigateway.amazonaws.com",
    "budgets.amazonaws.com",
    "cloudfront.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "cloudwatch.amazonaws.com",
    "codecommit.amazonaws.com",
    "config.amazonaws.com",
    "delivery.logs.amazonaws.com",
    "events.amazonaws.com",
    "iot.amazonaws.com",
    "s3.amazonaws.com",
    "scheduler.amazonaws.com",
    "ses.amazonaws.com",
    "sns.amazonaws.com",
];

/// Policies of resources that let a service in, for whichever account it acts.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for grant in context.grants().statements.iter().filter(|grant| is_open(grant)) {
        let Some(node) = context.index.node(grant.node).filter(|node| is_asked(node)) else { continue };
        let Some(service) = grant.who.iter().find_map(deputy) else { continue };
        let message = format!("`{service}` may do this for any account that asks it to, and not only for this one");
        let help = match &*node.ty == "aws.lambda.Permission" {
            true => "say for whom: `SourceArn = ..`, or `SourceAccount = app.account`",
            false => {
                "say for whom: `Condition = { StringEquals = { \"aws:SourceAccount\" = app.account } }`, or `aws:SourceArn`"
            }
        };
        let property = if grant.property.is_empty() { "Principal" } else { grant.property };
        findings.push(blame(&CODE, node, property, message).help(help));
    }
}

/// Whether a statement in the policy of a resource holds without a condition.
fn is_open(grant: &Grant) -> bool {
    !grant.owners.is_empty() && grant.statement.effect == Effect::Allow && !grant.statement.conditional && !grant.but
}

/// In a component a policy is often made of what sentences give, which name who acts and for what. Roles are taken for this program's own resources, whose policies say which.
fn is_asked(node: &Node) -> bool {
    node.mode == Mode::Managed && node.through.is_empty() && !node.ty.starts_with("aws.iam.")
}

fn deputy(who: &Principal) -> Option<&str> {
    match who {
        Principal::Service(name) => DEPUTIES.iter().copied().find(|known| known == name),
        _ => None,
    }
}
