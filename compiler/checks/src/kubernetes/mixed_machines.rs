use cloudc_facts::facts;

use crate::blame::blame;
use crate::cluster::items;
use crate::context::{Context, Findings};
use crate::read::text;

crate::check::code!("E0633" "mixed-machines" Error "mixed_machines.md");

/// Groups of machines for a cluster with types for different images: each has one.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.made("aws.eks.Nodegroup") {
        let types = items(&node.properties, &["InstanceTypes"]).into_iter().filter_map(text);
        let known: Vec<_> = types.filter_map(|name| Some((name, facts().instance_type(name)?))).collect();
        let arm = |one: &cloudc_facts::InstanceType| one.architectures.iter().any(|name| **name == *"arm64");
        let Some((first, of)) = known.first() else { continue };
        if let Some((other, _)) = known.iter().find(|(_, one)| arm(one) != arm(of)) {
            let words = |is_arm| if is_arm { "arm64" } else { "x86_64" };
            let message = format!(
                "`{first}` has processors for {}, `{other}` for {}, and a group of machines has one image",
                words(arm(of)),
                words(!arm(of)),
            );
            let help = "make a group for each; in the noun `cluster`, a `pool` for each";
            findings.push(blame(&CODE, node, "InstanceTypes", message).help(help));
        }
    }
}
