//! Machines that Karpenter makes: what its pools say of them.
//!
//! <https://karpenter.sh/docs/concepts/nodepools/#spectemplatespecrequirements>

use cloudc_base::value::Value;
use cloudc_facts::{InstanceType, facts};

use super::object::{get, items};
use super::selector::{Label, requirement};
use crate::read::{Sure, text};

/// All types that a pool may make: those of which no requirement is surely not met; none if a requirement is known only later.
pub(super) fn machines(requirements: &[&Value]) -> Option<Vec<InstanceType>> {
    if requirements.iter().any(|one| get(one, &["key"]).and_then(text).is_none()) {
        return None;
    }
    let mut found = Vec::new();
    for family in facts().instance_families() {
        let Some(sizes) = facts().instance_family(family) else { continue };
        for (size, machine) in sizes.iter() {
            let name = [family, ".", size].concat();
            if requirements.iter().all(|one| meets(one, &name, machine).can_be()) {
                found.push(machine.clone());
            }
        }
    }
    Some(found)
}

/// Whether a type meets a requirement.
fn meets(one: &Value, name: &str, machine: &InstanceType) -> Sure {
    let (family, size) = name.split_once('.').unwrap_or((name, ""));
    let category = family.trim_start_matches(|letter: char| !letter.is_ascii_lowercase());
    let category = category.split(|letter: char| !letter.is_ascii_lowercase()).next().unwrap_or_default();
    let vcpu = machine.vcpu.to_string();
    let is_arm = machine.architectures.iter().any(|known| **known == *"arm64");
    requirement(one, |key| match key {
        "node.kubernetes.io/instance-type" => Label::Is(name),
        "karpenter.k8s.aws/instance-family" => Label::Is(family),
        "karpenter.k8s.aws/instance-size" => Label::Is(size),
        "karpenter.k8s.aws/instance-category" => Label::Is(category),
        "karpenter.k8s.aws/instance-cpu" => Label::Is(&vcpu),
        "kubernetes.io/arch" => Label::Is(if is_arm { "arm64" } else { "amd64" }),
        "kubernetes.io/os" => Label::Is("linux"),
        _ => Label::Unknown,
    })
}

/// What requirements say of a label; none if they say nothing.
pub(super) fn label<'v>(requirements: &[&'v Value], key: &str) -> Option<Label<'v>> {
    let one = requirements.iter().find(|one| get(one, &["key"]).and_then(text) == Some(key))?;
    let values = get(one, &["values"]);
    match (get(one, &["operator"]).and_then(text), values) {
        (Some("In"), Some(all)) => match items(all, &[]).as_slice() {
            [only] => Some(text(only).map_or(Label::Unknown, Label::Is)),
            _ => Some(Label::Among(all)),
        },
        _ => Some(Label::Unknown),
    }
}
