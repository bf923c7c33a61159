use cloudc_base::value::{From, Value};
use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{first, text};

crate::check::code!("E0618" "version-skew" Error "version_skew.md");

/// How many releases nodes may be behind their cluster.
/// <https://kubernetes.io/releases/version-skew-policy/>
const BEHIND: u32 = 3;

/// Nodes of another release of Kubernetes than their cluster bears.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, group) in context.index.of_type("aws.eks.Nodegroup") {
        let clusters = context.index.referred(group, "ClusterName", "aws.eks.Cluster");
        let cluster = clusters.first().and_then(|number| context.index.node(*number));
        let wanted = cluster.and_then(|cluster| release(first(&cluster.properties, "Version").and_then(text)?));
        let (Some(wanted), Some((own, node, property))) = (wanted, own(context, group)) else { continue };
        let message = if own > wanted {
            format!("these nodes are of release 1.{own}, newer than their cluster of 1.{wanted}: EKS refuses them")
        } else if own + BEHIND < wanted {
            format!(
                "these nodes are of release 1.{own}, and a cluster of 1.{wanted} bears none before 1.{}",
                wanted - BEHIND
            )
        } else {
            continue;
        };
        findings.push(blame(&CODE, node, property, message).help(format!("take release 1.{wanted} for both")));
    }
}

/// The release of the nodes of a group, and where it is said: of the group, or of the image of its template.
fn own<'c>(context: &'c Context<'_>, group: &'c Node) -> Option<(u32, &'c Node, &'static str)> {
    if let Some(version) = first(&group.properties, "Version").and_then(text) {
        return Some((release(version)?, group, "Version"));
    }
    let number = context.index.number(&group.address)?;
    let needed = context.graph.needs(number).iter().filter_map(|edge| context.index.node(edge.to));
    let template = needed.into_iter().find(|node| &*node.ty == "aws.ec2.LaunchTemplate")?;
    let image = first(&template.properties, "LaunchTemplateData.ImageId").and_then(Value::later)?;
    let From::Lookup { what: "image", arguments } = image.from() else { return None };
    // `/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/..`
    let part = arguments.first().and_then(text)?.split('/').find_map(release)?;
    Some((part, template, "LaunchTemplateData"))
}

/// The second number of a release: 33 of `1.33`.
fn release(version: &str) -> Option<u32> {
    version.strip_prefix("1.")?.split('.').next()?.parse().ok()
}
