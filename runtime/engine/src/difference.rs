use cloudc_facts::Schema;
use cloudc_provider::path::Place;
use serde_json::{Map, Value as Json};

use crate::mark;

/// A place where two versions of properties differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The place; a list differs as a whole.
    pub place: Place,
    /// What is there; nothing if it is not written.
    pub before: Option<Json>,
    /// What is to be there.
    pub after: Option<Json>,
    /// Whether they differ for sure: what is known later may turn out to be the same.
    pub sure: bool,
}

/// Where two versions of properties differ, by place. The order of a list counts unless the schema says otherwise.
pub fn differences(before: &Json, after: &Json, schema: Option<&Schema>) -> Vec<Difference> {
    let mut found = Vec::new();
    if before != after {
        walk(Some(before), Some(after), schema, &Place::default(), &mut found);
    }
    found
}

fn walk(
    before: Option<&Json>,
    after: Option<&Json>,
    schema: Option<&Schema>,
    place: &Place,
    found: &mut Vec<Difference>,
) {
    if let (Some(Json::Object(old)), Some(Json::Object(new))) = (before, after)
        && !is_mark(before)
        && !is_mark(after)
    {
        for name in names(old, new) {
            let (old, new) = (old.get(name), new.get(name));
            if old != new {
                let inner = schema.and_then(|schema| schema.at(name));
                walk(old, new, inner.as_ref(), &place.child(name), found);
            }
        }
        return;
    }
    let likeness = match (before, after) {
        (Some(before), Some(after)) => compare(before, after, schema),
        _ => Likeness::Different,
    };
    if likeness != Likeness::Same {
        let (before, after) = (before.cloned(), after.cloned());
        found.push(Difference { place: place.clone(), before, after, sure: likeness == Likeness::Different });
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Same,
    Perhaps,
    Different,
}

fn compare(before: &Json, after: &Json, schema: Option<&Schema>) -> Likeness {
    if let Some((_, sure)) = mark::is_later(after) {
        return if sure { Likeness::Different } else { Likeness::Perhaps };
    }
    match (before, after) {
        (Json::Array(old), Json::Array(new)) if old.len() == new.len() => {
            let items = schema.and_then(Schema::items);
            let inner = |(old, new): (&Json, &Json)| compare(old, new, items.as_ref());
            let ordered = old.iter().zip(new).map(inner).max().unwrap_or(Likeness::Same);
            let unordered = schema.is_some_and(Schema::unordered) && is_same_set(old, new);
            if unordered { Likeness::Same } else { ordered }
        }
        (Json::Object(old), Json::Object(new)) => names(old, new)
            .into_iter()
            .map(|name| match (old.get(name), new.get(name)) {
                (Some(old), Some(new)) => compare(old, new, schema.and_then(|schema| schema.at(name)).as_ref()),
                _ => Likeness::Different,
            })
            .max()
            .unwrap_or(Likeness::Same),
        (Json::Number(old), Json::Number(new)) if old.as_f64() == new.as_f64() => Likeness::Same,
        _ if before == after => Likeness::Same,
        _ => Likeness::Different,
    }
}

/// Whether two lists hold the same items, each as often.
fn is_same_set(old: &[Json], new: &[Json]) -> bool {
    let sorted = |items: &[Json]| {
        let mut texts: Vec<String> = items.iter().map(Json::to_string).collect();
        texts.sort_unstable();
        texts
    };
    sorted(old) == sorted(new)
}

fn is_mark(value: Option<&Json>) -> bool {
    value.is_some_and(|value| mark::is_later(value).is_some() || mark::is_secret(value).is_some())
}

/// The names in either, sorted.
fn names<'j>(old: &'j Map<String, Json>, new: &'j Map<String, Json>) -> Vec<&'j str> {
    let mut names: Vec<&str> = old.keys().chain(new.keys()).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{later, secret};

    fn shown(before: &Json, after: &Json, schema: Option<&Schema>) -> Vec<String> {
        let show = |found: &Difference| format!("{}{}", found.place, if found.sure { "" } else { "?" });
        differences(before, after, schema).iter().map(show).collect()
    }

    #[test]
    fn places_are_as_deep_as_objects_go() {
        let before = json!({ "a": { "b": 1, "c": [1] }, "d": 1, "same": { "x": [] }, "n": 1 });
        let after = json!({ "a": { "b": 2, "c": [2] }, "e": 1, "same": { "x": [] }, "n": 1.0 });
        assert_eq!(shown(&before, &after, None), ["a.b", "a.c", "d", "e"]);
    }

    #[test]
    fn what_is_known_later_differs_or_may() {
        let before = json!({ "a": "x", "b": ["x", "y"], "c": { "d": 1 }, "s": secret(json!("ref")) });
        let after = json!({ "a": later("v.Id", true), "b": ["x", later("v.Tag", false)], "c": later("w", false),
            "s": secret(json!("ref")) });
        assert_eq!(shown(&before, &after, None), ["a", "b?", "c?"]);
        let rotated = json!({ "s": secret(json!("other")) });
        assert_eq!(shown(&json!({ "s": secret(json!("ref")) }), &rotated, None), ["s"]);
    }

    #[test]
    fn the_order_counts_where_the_cloud_counts_it() {
        let schema = cloudc_facts::facts().resource_type("aws.ec2.NatGateway").unwrap().schema();
        let listed = |ids: &[&str]| json!({ "AvailabilityZoneAddresses": [{ "AllocationIds": ids }] });
        let other = json!({ "Other": [1, 2] });
        assert!(shown(&listed(&["a", "b"]), &listed(&["b", "a"]), Some(&schema)).is_empty());
        assert_eq!(shown(&listed(&["a", "b"]), &listed(&["b", "c"]), Some(&schema)).len(), 1);
        assert_eq!(shown(&other, &json!({ "Other": [2, 1] }), Some(&schema)), ["Other"]);
    }
}
