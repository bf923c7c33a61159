use cloudc_facts::facts;
use cloudc_graph::Node;

use super::types::asked;
use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{at, first, number};

crate::check::code!("E0575" "cannot-hibernate" Error "cannot_hibernate.md");

/// Machines that are to hibernate and cannot: their type does not, or their disk cannot hold what is in memory.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for asked in asked(context) {
        let Some(prefix) = prefix(asked.node) else { continue };
        let Some(ty) = facts().instance_type(asked.name) else { continue };
        let message = match disks(asked.node, prefix) {
            _ if !ty.hibernation => format!("`{}` cannot hibernate", asked.name),
            Some((_, Some(false))) => "what is in memory goes to a disk that is not encrypted: EC2 does not hibernate so".to_owned(),
            Some((Some(size), _)) if size.saturating_mul(1024) < ty.memory => {
                format!("the disk has {size} GiB, and `{}` has {} MiB of memory to write to it", asked.name, ty.memory)
            }
            _ => continue,
        };
        findings.push(blame(&CODE, asked.node, asked.property, message));
    }
}

/// Where the settings of a machine stand, if it is to hibernate.
fn prefix(node: &Node) -> Option<&'static str> {
    let is = |prefix: &&str| {
        let path = format!("{prefix}HibernationOptions.Configured");
        first(&node.properties, &path).is_some_and(|value| *value == cloudc_base::value::Value::Bool(true))
    };
    ["", "LaunchTemplateData."].into_iter().find(is)
}

/// The size of the only disk in GiB, and whether it is encrypted, as far as the program says; none where there are several,
/// for which of them is the first one depends on the image.
fn disks(node: &Node, prefix: &str) -> Option<(Option<u64>, Option<bool>)> {
    let disks = at(&node.properties, &format!("{prefix}BlockDeviceMappings.Ebs"));
    let [disk] = disks.as_slice() else { return None };
    let size = first(disk, "VolumeSize").and_then(number).and_then(|size| u64::try_from(size).ok());
    let encrypted = match first(disk, "Encrypted") {
        Some(cloudc_base::value::Value::Bool(is)) => Some(*is),
        _ => None,
    };
    Some((size, encrypted))
}
