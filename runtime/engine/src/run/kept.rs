//! Secrets that the state keeps, for the calls that need them.

use std::collections::BTreeMap;

use cloudc_facts::told_once;
use cloudc_provider::Revealed;
use cloudc_state::State;
use serde_json::Value as Json;

/// The secrets of other resources that properties refer to and the state keeps, in clear.
///
/// # Errors
/// One cannot be opened, or was told once and never kept: a message for people.
pub(super) fn revealed(state: &State, properties: &Json) -> Result<Revealed, String> {
    let mut places = BTreeMap::new();
    attributes(properties, &mut places);
    for ((address, place), ty) in &places {
        let once = told_once(ty).any(|path| path.covers(place));
        let kept = state.document().at(address).is_some_and(|record| record.sealed.contains_key(*place));
        if once && !kept {
            return Err(format!(
                "the secret `{address}.{place}` is told by AWS only once, when it is made, and nobody has kept it: \
                 the next apply replaces `{address}`"
            ));
        }
    }
    state.revealed(places.into_keys()).map_err(|why| why.to_string())
}

/// Whether properties refer to what another resource keeps.
pub(super) fn refers(properties: &Json) -> bool {
    let mut places = BTreeMap::new();
    attributes(properties, &mut places);
    !places.is_empty()
}

/// The attributes that recipes of secrets name, each with the type of its resource.
fn attributes<'j>(value: &'j Json, places: &mut BTreeMap<(&'j str, &'j str), &'j str>) {
    match value {
        Json::Array(items) => items.iter().for_each(|item| attributes(item, places)),
        Json::Object(entries) => {
            let found = entries.get("attribute").and_then(Json::as_array).map(Vec::as_slice);
            if let (Some([Json::String(address), Json::String(place)]), Some(Json::String(ty))) =
                (found, entries.get("type"))
            {
                places.insert((address, place), ty);
            }
            entries.values().for_each(|entry| attributes(entry, places));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn attributes_are_found_wherever_they_stand() {
        let of =
            |place: &str| json!({ "attribute": ["key", place], "type": "aws.iam.AccessKey", "identifier": "AKIA" });
        let properties = json!({
            "Plain": { "attribute": "x" },
            "SecretString": { "cloudc:secret": { "call": "json", "arguments": [{ "a": { "cloudc:secret": of("A") } }] } },
            "Other": [{ "cloudc:secret": { "element": 1, "of": { "join": ["x", { "cloudc:secret": of("B") }] } } }],
        });
        let mut places = BTreeMap::new();
        attributes(&properties, &mut places);
        assert_eq!(places.into_keys().collect::<Vec<_>>(), [("key", "A"), ("key", "B")]);
        assert!(!refers(&json!({ "a": [1, "b"] })));
    }
}
