use cloudc_base::value::{From, Value};
use cloudc_graph::Node;

use crate::blame::{blame, is_inside};
use crate::context::{Context, Findings};
use crate::read::{Sure, first, text};

crate::check::code!("W0576" "open-metadata" Warning "open_metadata.md");

/// What makes machines, where their settings stand, and where they name a template that has more of them.
const PLACES: &[(&str, &str, &str)] = &[
    ("aws.autoscaling.LaunchConfiguration", "", ""),
    ("aws.ec2.Instance", "", "LaunchTemplate"),
    ("aws.ec2.LaunchTemplate", "LaunchTemplateData.", ""),
];

/// Machines that tell their role's keys to whoever can make them fetch an address: the first version of the metadata
/// service. One whose role may do nothing has nothing to tell, unless it is written that it may;
/// what a component of another file makes is looked at there.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, prefix, template) in PLACES {
        for (_, node) in context.index.made(ty) {
            let elsewhere = !template.is_empty() && first(&node.properties, template).is_some();
            if elsewhere || is_inside(node) || !is_open(context, node, prefix) {
                continue;
            }
            let message = "whoever can make this machine fetch an address is told the keys of its role: version 1 of its metadata is on";
            let path = format!("{prefix}MetadataOptions");
            let help = "ask for version 2: `MetadataOptions = { HttpTokens = \"required\" }`";
            findings.push(blame(&CODE, node, &path, message).help(help));
        }
    }
}

/// Whether metadata is told without a token, as far as the program says, and there is something to tell.
fn is_open(context: &Context<'_>, node: &Node, prefix: &str) -> bool {
    let part = |name: &str| first(&node.properties, &format!("{prefix}{name}"));
    let off = part("MetadataOptions.HttpEndpoint").is_some_and(|value| Sure::flag(value) == Sure::No);
    let open = match part("MetadataOptions.HttpTokens") {
        Some(tokens) => text(tokens) == Some("optional"),
        None => {
            part("IamInstanceProfile").is_some_and(|who| may_something(context, who)) && !is_safe_image(part("ImageId"))
        }
    };
    open && !off
}

/// Whether the role of a profile may do anything. Of a profile elsewhere it is not known: it is there for something.
fn may_something(context: &Context<'_>, profile: &Value) -> bool {
    let arn = first(profile, "Arn").or(first(profile, "Name")).unwrap_or(profile);
    let Some(number) = context.index.node_of(arn, "aws.iam.InstanceProfile") else { return true };
    let Some(node) = context.index.node(number) else { return true };
    let roles = context.index.referred(node, "Roles", "aws.iam.Role");
    let grants = context.grants();
    let does = |role: &usize| {
        let managed = || grants.managed.iter().any(|policy| policy.holder == *role);
        grants.of(*role).any(|grant| grant.owners.is_empty()) || managed() || grants.is_unsure(*role)
    };
    roles.is_empty() || roles.iter().any(does)
}

/// Images of Amazon Linux 2023 ask for version 2 by themselves.
fn is_safe_image(image: Option<&Value>) -> bool {
    let Some(From::Lookup { arguments, .. }) = image.and_then(Value::later).map(|later| later.from()) else {
        return false;
    };
    arguments.first().and_then(text).is_some_and(|parameter| parameter.contains("al2023"))
}
