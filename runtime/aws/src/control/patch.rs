//! A change as a JSON patch (RFC 6902), which is how Cloud Control is told of it.

use cloudc_facts::ResourceType;
use cloudc_provider::path::Place;
use cloudc_provider::{Change, path};
use serde_json::{Value as Json, json};

use crate::marks;

/// The patch that makes the changed places of `model` what they are to be; what the cloud does not tell is sent again,
/// because a change without it would take it away.
pub(super) fn patch(ty: &ResourceType, change: &Change<'_>, model: &Json) -> Vec<Json> {
    let mut base = model.clone();
    let mut after = change.after.clone();
    keep_marks(ty, model, &mut after);
    let mut operations = Vec::new();
    for place in change.places {
        operations.extend(operation(place, &after, &mut base));
    }
    for hidden in ty.write_only().iter().map(|path| path.as_str()).filter(|path| !path.contains('*')) {
        let place = Place::dotted(hidden);
        let sent = change.places.iter().any(|changed| changed.covers(&place));
        if !sent && place.of(&after).is_some() && place.of(&base).is_none() {
            operations.extend(operation(&place, &after, &mut base));
        }
    }
    operations
}

/// Tags are written as a whole: the marks among them stay, unless others are written.
fn keep_marks(ty: &ResourceType, model: &Json, after: &mut Json) {
    let written = marks::of(ty, after);
    let own: Vec<_> =
        marks::of(ty, model).into_iter().filter(|(name, _)| written.iter().all(|(other, _)| other != name)).collect();
    let Some(property) = marks::property(ty).filter(|_| !own.is_empty()) else { return };
    let Some(schema) = ty.schema().at(property) else { return };
    let written = path::get(after, property).cloned();
    path::set(after, property, marks::with(&schema, written, own));
}

/// The operation for one place, and the same done to `base`.
fn operation(place: &Place, after: &Json, base: &mut Json) -> Option<Json> {
    match place.of(after) {
        Some(_) => {
            let place = reachable(place, base);
            let value = place.of(after)?.clone();
            place.put(base, Some(value.clone()));
            Some(json!({ "op": "add", "path": pointer(&place), "value": value }))
        }
        None if place.of(base).is_some() => {
            place.put(base, None);
            Some(json!({ "op": "remove", "path": pointer(place) }))
        }
        None => None,
    }
}

/// The place, or the nearest one above it that has something to be put into.
fn reachable(place: &Place, base: &Json) -> Place {
    let steps = place.steps();
    let mut reached = Place::default();
    for (at, step) in steps.iter().enumerate() {
        reached = reached.child(step);
        let inside = reached.of(base).is_some_and(Json::is_object);
        if !inside || at + 1 == steps.len() {
            break;
        }
    }
    reached
}

fn pointer(place: &Place) -> String {
    place.steps().iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect()
}

#[cfg(test)]
mod tests {
    use cloudc_facts::facts;

    use super::*;

    fn patched(ty: &str, before: &Json, after: &Json, places: &[&str], model: &Json) -> Json {
        let places: Vec<Place> = places.iter().map(|place| Place::dotted(place)).collect();
        let change = Change { before, after, places: &places, rollout: None };
        Json::Array(patch(&facts().resource_type(ty).unwrap(), &change, model))
    }

    #[test]
    fn places_are_added_changed_and_taken_out() {
        let before = json!({ "DelaySeconds": 1, "KmsMasterKeyId": "k" });
        let after = json!({ "DelaySeconds": 2, "RedrivePolicy": { "a": 1 } });
        let model = json!({ "DelaySeconds": 1, "KmsMasterKeyId": "k", "Arn": "arn" });
        let places = ["DelaySeconds", "KmsMasterKeyId", "RedrivePolicy.a"];
        assert_eq!(
            patched("aws.sqs.Queue", &before, &after, &places, &model),
            json!([
                { "op": "add", "path": "/DelaySeconds", "value": 2 },
                { "op": "remove", "path": "/KmsMasterKeyId" },
                { "op": "add", "path": "/RedrivePolicy", "value": { "a": 1 } },
            ])
        );
    }

    #[test]
    fn marks_stay_among_changed_tags() {
        let model = json!({ "Tags": [{ "Key": "cloudc:op", "Value": "t" }, { "Key": "a", "Value": "b" }] });
        let operations = patched("aws.sqs.Queue", &json!({}), &json!({}), &["Tags"], &model);
        let left = json!([{ "op": "add", "path": "/Tags", "value": [{ "Key": "cloudc:op", "Value": "t" }] }]);
        assert_eq!(operations, left);
    }

    #[test]
    fn what_the_cloud_does_not_tell_is_sent_again() {
        let written = json!({ "DBInstanceIdentifier": "d", "MasterUserPassword": "s", "AllocatedStorage": "20" });
        let model = json!({ "DBInstanceIdentifier": "d", "AllocatedStorage": "10" });
        let operations = patched("aws.rds.DBInstance", &json!({}), &written, &["AllocatedStorage"], &model);
        assert!(operations.to_string().contains("/MasterUserPassword"), "{operations}");
    }
}
