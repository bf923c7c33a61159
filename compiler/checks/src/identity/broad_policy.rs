use crate::blame::blame;
use crate::context::{Context, Findings};

crate::check::code!("W0552" "broad-policy" Warning "broad_policy.md");

/// Policies of AWS that grant all of a service on everything, and more.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for managed in &context.grants().managed {
        let (Some(policy), Some(node)) = (&managed.policy, context.index.node(managed.holder)) else { continue };
        let named = managed.name.ends_with("FullAccess") || managed.name.ends_with("FullAccess_v2");
        let all = policy.full.iter().any(|service| &**service == "*");
        if !policy.exists() || !(named || all || managed.name == "PowerUserAccess") {
            continue;
        }
        let what = if all { "everything on everything" } else { "all of a service on everything" };
        let message = format!("`{}` grants {what}", managed.name);
        findings.push(blame(&CODE, node, "ManagedPolicyArns", message).help("grant what is needed by sentences"));
    }
}
