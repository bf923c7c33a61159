//! What is to be done with one node that the program makes.

use cloudc_facts::{Replacement, ResourceType};
use cloudc_graph::Node;
use cloudc_provider::Site;
use cloudc_provider::path::Place;
use cloudc_state::Record;
use serde_json::Value as Json;

use super::{Cause, Decision, First};
use crate::{Difference, differences, ground};

/// What is decided, and why.
pub(crate) struct Verdict {
    pub(crate) decision: Decision,
    pub(crate) causes: Vec<Cause>,
}

/// Compares what is declared with what is recorded.
///
/// `site` is where the node is to live, as the record would name it; `lost`, a secret of it that the program reads, that is told
/// once, and that nobody has kept; `lets_go`, whether it names something that is replaced and that nobody deletes as long as it does.
pub(crate) fn decide(
    node: &Node,
    ty: Option<&ResourceType>,
    record: Option<&Record>,
    site: &Site,
    (declared, lost, lets_go): (&Json, Option<&str>, bool),
) -> Verdict {
    let Some(record) = record else { return Verdict { decision: Decision::Create, causes: vec![Cause::New] } };
    let gone = lost.map(|place| Cause::Lost { place: Place::dotted(place) });
    if let Some(cause) = another(node, record, site).or(gone) {
        return Verdict { decision: replace(true), causes: vec![cause] };
    }
    let mut causes: Vec<Cause> =
        changes(node, ty, record, (declared, lets_go)).into_iter().map(|found| cause(ty, record, found)).collect();
    causes.extend(unsure(record, &causes));
    let is = |wanted: fn(&Cause) -> Option<bool>| causes.iter().filter_map(wanted).max();
    let replaced = is(|cause| match cause {
        Cause::Property { replaces: true, sure, .. } => Some(*sure),
        _ => None,
    });
    let changed = is(|cause| match cause {
        Cause::Property { sure, .. } => Some(*sure),
        Cause::Unsure { .. } => Some(true),
        _ => None,
    });
    let decision = match (replaced, changed) {
        (Some(sure), _) => replace(sure),
        (None, Some(sure)) => Decision::Update { sure },
        (None, None) => Decision::Keep,
    };
    Verdict { decision, causes }
}

fn replace(sure: bool) -> Decision {
    Decision::Replace { sure, first: First::Create }
}

/// Why the recorded resource cannot become the declared one at all.
fn another(node: &Node, record: &Record, site: &Site) -> Option<Cause> {
    if record.unfinished {
        return Some(Cause::Unfinished);
    }
    if *record.ty != *node.ty {
        return Some(Cause::Type { before: record.ty.clone() });
    }
    if ground::has_moved(record, site) {
        let address = site.cluster.as_deref().unwrap_or_default().to_owned();
        return Some(Cause::Cluster { address });
    }
    let shown = |site: &Site| format!("{} {}", site.account, site.region);
    let before = Site { api: site.api.clone(), ..record.site.clone() };
    (before != *site).then(|| Cause::Site { before: shown(&record.site), after: shown(site) })
}

/// Where they differ, without what somebody else owns; that too if the node has to let go of something that it names there.
fn changes(
    node: &Node,
    ty: Option<&ResourceType>,
    record: &Record,
    (declared, lets_go): (&Json, bool),
) -> Vec<Difference> {
    let schema = ty.filter(|_| record.properties != *declared).map(ResourceType::schema);
    let mut found = differences(&record.properties, declared, schema.as_ref());
    if !lets_go && !node.lifecycle.external.is_empty() && !found.is_empty() {
        let external: Vec<Place> = node.lifecycle.external.iter().map(|path| Place::dotted(path)).collect();
        found.retain(|difference| !external.iter().any(|place| place.covers(&difference.place)));
    }
    found
}

/// Whether a change at a place replaces the resource.
pub(crate) fn replaces(ty: Option<&ResourceType>, record: &Record, place: &Place) -> bool {
    let Some(ty) = ty else { return false };
    let path = place.steps().join("/");
    let frozen = |(field, places): (&str, &[cloudc_facts::Path])| {
        let is_set = cloudc_provider::path::get(&record.properties, field) == Some(&Json::Bool(true));
        is_set && places.iter().any(|place| place.covers(&path) || place.is_within(&path))
    };
    let never_updated = ty.handlers().any() && !ty.handlers().update();
    never_updated || ty.replacement(&path) == Replacement::Always || ty.create_only_if().any(frozen)
}

fn cause(ty: Option<&ResourceType>, record: &Record, found: Difference) -> Cause {
    let replaces = replaces(ty, record, &found.place) || ty.is_some_and(|ty| replaces_by_value(ty, &found));
    Cause::Property { place: found.place, before: found.before, after: found.after, replaces, sure: found.sure }
}

/// Places of which nobody knows what is there, unless they are written anyway.
fn unsure(record: &Record, causes: &[Cause]) -> Vec<Cause> {
    let written = |place: &Place| {
        let mut places = causes.iter().filter_map(|cause| match cause {
            Cause::Property { place, .. } => Some(place),
            _ => None,
        });
        places.any(|other| other.covers(place))
    };
    let left = record.unsure.iter().filter(|place| !written(place));
    left.map(|place| Cause::Unsure { place: place.clone() }).collect()
}

/// Whether what a property becomes decides that it replaces the resource.
pub(crate) fn replaces_by_value(ty: &ResourceType, found: &Difference) -> bool {
    edits_entry(ty, found) || leaves(ty, found)
}

/// Whether an entry of a list becomes another one where that replaces the resource: the type of a table's attribute.
fn edits_entry(ty: &ResourceType, found: &Difference) -> bool {
    let Some(key) = ty.key_of_edited(&found.place.steps().join("/")) else { return false };
    let entries = |list: &Option<Json>| list.as_ref().and_then(Json::as_array).cloned().unwrap_or_default();
    let after = entries(&found.after);
    entries(&found.before).iter().any(|old| after.iter().any(|new| old.get(key) == new.get(key) && old != new))
}

/// Whether a property that can only go back to what a new resource has becomes something else: the tenancy of a network.
fn leaves(ty: &ResourceType, found: &Difference) -> bool {
    let Some(usual) = ty.returns_to(&found.place.steps().join("/")) else { return false };
    let is_usual = |value: &Option<Json>| value.as_ref().is_none_or(|value| value.as_str() == Some(usual));
    !is_usual(&found.after)
}

#[cfg(test)]
mod tests {
    use cloudc_facts::facts;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_network_can_only_give_its_tenancy_back() {
        let ty = facts().resource_type("aws.ec2.VPC").unwrap();
        let leaves = |before: Option<&str>, after: Option<&str>| {
            let (before, after) = (before.map(Json::from), after.map(Json::from));
            leaves(&ty, &Difference { place: Place::dotted("InstanceTenancy"), before, after, sure: true })
        };
        assert!(leaves(None, Some("dedicated")) && leaves(Some("default"), Some("dedicated")));
        assert!(!leaves(Some("dedicated"), Some("default")) && !leaves(Some("dedicated"), None));
    }

    #[test]
    fn another_type_of_an_attribute_is_another_table() {
        let ty = facts().resource_type("aws.dynamodb.Table").unwrap();
        let list = |all: &[(&str, &str)]| {
            Some(all.iter().map(|(name, ty)| json!({ "AttributeName": name, "AttributeType": ty })).collect::<Json>())
        };
        let edits = |before, after| {
            let place = Place::dotted("AttributeDefinitions");
            edits_entry(&ty, &Difference { place, before: list(before), after: list(after), sure: true })
        };
        assert!(edits(&[("id", "S")], &[("id", "N")]));
        assert!(edits(&[("id", "S"), ("at", "S")], &[("at", "N"), ("id", "S")]));
        assert!(!edits(&[("id", "S")], &[("id", "S"), ("at", "N")]), "what comes is no edit");
        assert!(!edits(&[("id", "S"), ("at", "N")], &[("id", "S")]), "nor is what goes");
    }
}
