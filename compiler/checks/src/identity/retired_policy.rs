use cloudc_base::Finding;

use crate::blame::blame;
use crate::context::{Context, Findings};

crate::check::code!("E0550" "retired-policy" Error "retired_policy.md");

/// Policies of AWS that no longer exist.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for managed in &context.grants().managed {
        let (Some(policy), Some(node)) = (&managed.policy, context.index.node(managed.holder)) else { continue };
        if policy.exists() {
            continue;
        }
        let message = format!("the policy `{}` of AWS no longer exists", managed.name);
        let finding: Finding = blame(&CODE, node, "ManagedPolicyArns", message);
        findings.push(match &policy.successor {
            Some(next) => finding.help(format!("`{next}` is in its place; better grant what is needed by sentences")),
            None => finding.help("grant what is needed by sentences"),
        });
    }
}
