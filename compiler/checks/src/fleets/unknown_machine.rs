use cloudc_base::nearest;
use cloudc_facts::facts;

use super::types::asked;
use crate::blame::blame;
use crate::context::{Context, Findings};

crate::check::code!("W0570" "unknown-machine" Warning "unknown_machine.md");

/// Types of machines that are not among those that are known.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for asked in asked(context) {
        if facts().instance_type(asked.name).is_some() {
            continue;
        }
        let (family, size) = asked.name.split_once('.').unwrap_or((asked.name, ""));
        let sizes: Vec<Box<str>> =
            facts().instance_family(family).map(|family| family.keys().cloned().collect()).unwrap_or_default();
        let near = match sizes.is_empty() {
            false => nearest(size, sizes.iter().map(|size| &**size)).map(|size| format!("{family}.{size}")),
            true => nearest(family, facts().instance_families()).map(|family| format!("{family}.{size}")),
        };
        let message = format!("there is no type of machines `{}` that is known", asked.name);
        let finding = blame(&CODE, asked.node, asked.property, message);
        findings.push(match near.filter(|near| facts().instance_type(near).is_some()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("it is misspelt, or newer than the list"),
        });
    }
}
