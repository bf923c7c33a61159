use cloudc_base::value::Value;
use cloudc_graph::{Mode, Node};

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{Sure, at, first, text};

crate::check::code!("W0576" "open-metadata" Warning "open_metadata.md");

/// What makes machines, where their settings stand, and where they name a template that has them.
const PLACES: &[(&str, &str, &str)] = &[
    ("aws.autoscaling.LaunchConfiguration", "MetadataOptions", ""),
    ("aws.ec2.Instance", "MetadataOptions", "LaunchTemplate"),
    ("aws.ec2.LaunchTemplate", "LaunchTemplateData.MetadataOptions", ""),
];

/// Machines that tell their role's keys to whoever can make them fetch an address: the first version of the metadata service.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, path, template) in PLACES {
        for (_, node) in context.index.of_type(ty).filter(|(_, node)| node.mode == Mode::Managed) {
            let elsewhere = !template.is_empty() && first(&node.properties, template).is_some();
            if elsewhere || !is_open(node, path) || is_safe_image(node) {
                continue;
            }
            let message = "whoever can make this machine fetch an address is told the keys of its role: version 1 of its metadata is on";
            let help = format!("ask for version 2: `{} = {{ HttpTokens = \"required\" }}`", path.rsplit('.').next().unwrap_or(path));
            findings.push(blame(&CODE, node, path, message).help(help));
        }
    }
}

/// Whether metadata is told without a token, as far as the program says.
fn is_open(node: &Node, path: &str) -> bool {
    let part = |name: &str| first(&node.properties, &format!("{path}.{name}"));
    let off = part("HttpEndpoint").is_some_and(|value| Sure::flag(value) == Sure::No);
    !off && part("HttpTokens").is_none_or(|tokens| text(tokens) == Some("optional"))
}

/// Images of Amazon Linux 2023 ask for version 2 by themselves.
fn is_safe_image(node: &Node) -> bool {
    let images = ["ImageId", "LaunchTemplateData.ImageId"].iter().flat_map(|path| at(&node.properties, path));
    images.filter_map(Value::later).any(|image| {
        let cloudc_base::value::From::Lookup { arguments, .. } = image.from() else { return false };
        arguments.first().and_then(text).is_some_and(|parameter| parameter.contains("al2023"))
    }) && first(&node.properties, "MetadataOptions").or(first(&node.properties, "LaunchTemplateData.MetadataOptions")).is_none()
}
