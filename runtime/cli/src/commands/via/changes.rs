//! What a change set does, as steps of a plan.

use std::collections::{BTreeMap, BTreeSet};

use cloudc_aws::{ChangeSet, Replaces, StackAction, StackChange, StackThing};
use cloudc_compiler::graph::Graph;
use cloudc_engine::{Cause, Done, Foreign, Report, Step, What, type_of};
use cloudc_provider::Action;
use serde_json::Value as Json;

use super::imported::is_only_noted;
use super::packed::Packed;

/// Templates as they were and are: the resources of each by logical id.
#[derive(Debug, Default)]
pub(super) struct Before {
    resources: BTreeMap<String, Json>,
}

impl Before {
    /// The resources of a template and of those of the stacks inside of it; of one that cannot be read nothing is known.
    pub(super) fn of(templates: impl IntoIterator<Item = impl AsRef<str>>) -> Before {
        let mut resources = BTreeMap::new();
        for template in templates {
            let mut template: Json = serde_json::from_str(template.as_ref()).unwrap_or_default();
            if let Some(Json::Object(own)) = template.get_mut("Resources").map(Json::take) {
                resources.extend(own);
            }
        }
        Before { resources }
    }

    fn get<'b>(&'b self, id: &str, what: &str) -> &'b Json {
        self.resources.get(id).and_then(|resource| resource.get(what)).unwrap_or(&Json::Null)
    }
}

/// The steps of a change set, by address.
pub(super) fn steps(set: &ChangeSet, packed: &Packed, before: &Before, after: &Before) -> Vec<Step> {
    let resource = |templates: &'_ Before, id: &str| templates.resources.get(id).cloned().unwrap_or_default();
    let is_noted = |change: &StackChange| {
        let (before, after) = (resource(before, &change.id), resource(after, &change.id));
        change.action == StackAction::Modify && change.replaces == Replaces::No && is_only_noted(&before, &after)
    };
    let changes = set.changes.iter().filter(|change| !is_noted(change));
    let mut steps: Vec<Step> = changes.map(|change| step(change, packed, before, after)).collect();
    steps.sort_by(|a, b| (&a.address, a.what).cmp(&(&b.address, b.what)));
    steps
}

/// The addresses of what a change set changes without a step: only its own notes of it.
pub(super) fn noted(set: &ChangeSet, steps: &[Step], packed: &Packed) -> Vec<String> {
    let stepped: BTreeSet<&str> = steps.iter().map(|step| step.address.as_str()).collect();
    set.changes
        .iter()
        .map(|change| packed.address(&change.id))
        .filter(|address| !stepped.contains(address.as_str()))
        .collect()
}

fn step(change: &StackChange, packed: &Packed, before: &Before, after: &Before) -> Step {
    let kept = before.get(&change.id, "DeletionPolicy").as_str().unwrap_or_default();
    let what = match (change.action, change.replaces) {
        (StackAction::Add | StackAction::Import, _) => What::Create,
        (StackAction::Remove, _) if kept == "Retain" => What::Forget,
        (StackAction::Remove, _) => What::Delete,
        (_, Replaces::No) => What::Update,
        (_, Replaces::Perhaps | Replaces::Yes) => What::Replace,
    };
    let properties = (before.get(&change.id, "Properties"), after.get(&change.id, "Properties"));
    let step = Foreign {
        address: packed.address(&change.id),
        ty: type_of(&change.ty),
        what,
        sure: change.action != StackAction::Dynamic && change.replaces != Replaces::Perhaps,
        identifier: change.identifier.clone(),
        properties,
        is_kept: kept == "Snapshot",
    };
    step.step()
}

/// The steps of removing everything that a stack holds.
pub(super) fn removal(things: &[StackThing], packed: &Packed, graph: &Graph) -> Vec<Step> {
    let step = |thing: &StackThing| {
        let address = packed.address(&thing.id);
        let node = graph.nodes().iter().find(|node| node.address.to_string() == address);
        let what = if node.is_some_and(|node| node.lifecycle.retain) { What::Forget } else { What::Delete };
        let step = Foreign {
            address,
            ty: type_of(&thing.ty),
            what,
            sure: true,
            identifier: Some(thing.identifier.clone()).filter(|identifier| !identifier.is_empty()),
            properties: (&Json::Null, &Json::Null),
            is_kept: node.is_some_and(|node| node.lifecycle.snapshot),
        };
        Step { causes: vec![Cause::Removal], ..step.step() }
    };
    let mut steps: Vec<Step> = things.iter().filter(|thing| !thing.is_gone()).map(step).collect();
    steps.sort_by(|a, b| a.address.cmp(&b.address));
    steps
}

/// What was done, where CloudFormation has not said it of each thing.
pub(super) fn fill(report: &mut Report, steps: &[Step]) {
    if !report.done.is_empty() {
        return;
    }
    for step in steps {
        let action = match step.what {
            What::Create => Action::Create,
            What::Update | What::Replace | What::ReplaceDeleteFirst => Action::Update,
            What::Delete => Action::Delete,
            What::Forget | What::Move => continue,
        };
        report.done.push(Done { address: step.address.clone(), action });
    }
}
