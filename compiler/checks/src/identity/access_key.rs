use crate::blame::blame;
use crate::context::{Context, Findings};

crate::check::code!("W0557" "access-key" Warning "access_key.md");

/// Keys that hold until somebody takes them back.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.of_type("aws.iam.AccessKey") {
        let message = format!("`{}` is a key that never ends, and whoever reads it has what its user may do", node.address);
        let help = "machines and functions take a role; CI takes one with `trust = github(..)`; people sign in";
        findings.push(blame(&CODE, node, "UserName", message).help(help));
    }
}
