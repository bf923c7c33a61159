use cloudc_facts::facts;
use cloudc_graph::Node;

use super::types::{architecture, asked};
use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::first;

crate::check::code!("E0572" "wrong-architecture" Error "wrong_architecture.md");

/// Machines with an image that is made for processors of another kind.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for asked in asked(context) {
        let Some(ty) = facts().instance_type(asked.name) else { continue };
        let image = ["ImageId", "LaunchTemplateData.ImageId"].iter().find_map(|path| first(&asked.node.properties, path));
        let Some(image) = image.or_else(|| of_template(context, asked.node)).and_then(architecture) else { continue };
        if ty.architectures.is_empty() || ty.architectures.iter().any(|known| **known == *image) {
            continue;
        }
        let has = ty.architectures.join(" and ");
        let message = format!("`{}` has processors for {has}, and its image is for {image}", asked.name);
        let help = format!("take the image for {has}: `image(\"..\", arch = ..)`, or machines for {image}");
        findings.push(blame(&CODE, asked.node, asked.property, message).help(help));
    }
}

/// The image of the launch template that something uses.
fn of_template<'c>(context: &'c Context<'_>, node: &Node) -> Option<&'c cloudc_base::value::Value> {
    let number = context.index.number(&node.address)?;
    let needed = context.graph.needs(number).iter().filter_map(|edge| context.index.node(edge.to));
    let mut images = needed.filter(|node| &*node.ty == "aws.ec2.LaunchTemplate").filter_map(|node| first(&node.properties, "LaunchTemplateData.ImageId"));
    // With several templates it is not known which one goes with which type.
    images.next().filter(|_| images.next().is_none())
}
