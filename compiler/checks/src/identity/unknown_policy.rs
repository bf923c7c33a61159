use cloudc_base::nearest;
use cloudc_facts::facts;

use crate::blame::blame;
use crate::context::{Context, Findings};

crate::check::code!("W0551" "unknown-policy" Warning "unknown_policy.md");

/// Policies of AWS that are not among those that are known: misspelt, or newer than the list.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for managed in context.grants().managed.iter().filter(|managed| managed.policy.is_none()) {
        let Some(node) = context.index.node(managed.holder) else { continue };
        let message = format!("AWS has no policy `{}` that is known", managed.name);
        let finding = blame(&CODE, node, "ManagedPolicyArns", message);
        findings.push(match nearest(&managed.name, facts().managed_policies()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("a policy of your own has your account in its ARN, not `aws`"),
        });
    }
}
