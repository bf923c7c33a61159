use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::grants::{Effect, Level, Pattern};
use crate::read::{at, is_whole};

crate::check::code!("W0544" "no-records" Warning "no_records.md");

const WRITE: &str = "logs:putlogevents";

/// Functions whose role may not write logs: they run, and nobody learns what they said.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, function) in context.index.made("aws.lambda.Function") {
        let Some(&role) = context.index.referred(function, "Role", "aws.iam.Role").first() else { continue };
        let Some(node) = context.index.node(role).filter(|node| is_whole(node)) else { continue };
        // Nobody has said yet what a role without a policy may.
        if is_thought_of(node) && !may_write(context, role) {
            let message = format!("`{}` may not write logs: what the function says is lost", node.address);
            let help = "give it `managed(\"AWSLambdaBasicExecutionRole\")`, or `logs:CreateLogStream` and `logs:PutLogEvents` on its log group";
            findings.push(blame(&CODE, function, "Role", message).help(help));
        }
    }
}

/// Whether policies of a role are written by hand.
fn is_thought_of(role: &Node) -> bool {
    ["Policies", "ManagedPolicyArns"].iter().any(|name| !at(&role.properties, name).is_empty())
}

/// Whether a role may write logs, as far as anybody can say.
pub(crate) fn may_write(context: &Context<'_>, role: usize) -> bool {
    let (grants, write) = (context.grants(), Pattern::glob(WRITE));
    let says =
        grants.of(role).any(|grant| grant.statement.effect == Effect::Allow && grant.statement.actions.meet(&write));
    let managed = || grants.managed.iter().any(|policy| policy.holder == role && policy.level(WRITE) != Level::None);
    says || managed() || grants.is_unsure(role)
}
