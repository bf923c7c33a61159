//! Templates by which a stack takes over what is there: nothing of it is said otherwise than it was made.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

/// Who marks what was taken over, until the stack is made what the program declares: CloudFormation takes other policies only along
/// with something else that changes, such as this.
const MARK: &str = "cloudc:imported";

/// Properties of a resource that are not as declared yet, as they were written; null for those that were not.
pub(super) type Was = BTreeMap<String, Json>;

/// The template of an import: what the stack holds already, word for word, and the resources of these ids, which CloudFormation is to
/// keep whatever happens. It has the stack's outputs and no others: an import may not change them.
pub(super) fn template(wanted: &Json, held: &Json, ids: &[&str], was: &BTreeMap<String, Was>) -> Json {
    let mut template = wanted.as_object().cloned().unwrap_or_default();
    for (section, entries) in held.as_object().into_iter().flatten() {
        match (template.get_mut(section).and_then(Json::as_object_mut), entries.as_object()) {
            (Some(there), Some(entries)) => there.extend(entries.clone()),
            _ => drop(template.insert(section.clone(), entries.clone())),
        }
    }
    let mut resources = section(held, "Resources");
    let known: BTreeSet<String> = resources.keys().cloned().chain(ids.iter().map(|id| (*id).to_owned())).collect();
    let declared = section(wanted, "Resources");
    for id in ids {
        if let Some(resource) = declared.get(*id) {
            resources.insert((*id).to_owned(), kept(resource, &known, was.get(*id)));
        }
    }
    template.insert("Resources".to_owned(), Json::Object(resources));
    match held.get("Outputs") {
        Some(outputs) => drop(template.insert("Outputs".to_owned(), outputs.clone())),
        None => drop(template.remove("Outputs")),
    }
    Json::Object(template)
}

/// A resource as it was made, which stays whatever becomes of its stack.
fn kept(resource: &Json, known: &BTreeSet<String>, was: Option<&Was>) -> Json {
    let mut resource = resource.as_object().cloned().unwrap_or_default();
    resource.insert("DeletionPolicy".to_owned(), "Retain".into());
    let metadata = resource.entry("Metadata").or_insert_with(|| json!({}));
    if let Some(metadata) = metadata.as_object_mut() {
        metadata.insert(MARK.to_owned(), true.into());
    }
    if let Some(waits) = resource.remove("DependsOn") {
        let waits: Vec<Json> = match waits {
            Json::Array(waits) => waits,
            one => vec![one],
        };
        let there = waits.into_iter().filter(|id| id.as_str().is_some_and(|id| known.contains(id)));
        let there: Vec<Json> = there.collect();
        if !there.is_empty() {
            resource.insert("DependsOn".to_owned(), Json::Array(there));
        }
    }
    for (name, value) in was.into_iter().flatten() {
        let properties = resource.entry("Properties").or_insert_with(|| json!({}));
        match properties.as_object_mut() {
            Some(properties) if value.is_null() => drop(properties.remove(name)),
            Some(properties) => drop(properties.insert(name.clone(), value.clone())),
            None => {}
        }
    }
    Json::Object(resource)
}

/// Whether a resource has changed in nothing but what was noted of it when it was taken over.
pub(super) fn is_only_noted(before: &Json, after: &Json) -> bool {
    let plain = |resource: &Json| {
        let mut resource = resource.as_object().cloned().unwrap_or_default();
        resource.remove("DeletionPolicy");
        resource.remove("DependsOn");
        let metadata = resource.remove("Metadata").and_then(|metadata| metadata.as_object().cloned());
        let mut metadata = metadata.unwrap_or_default();
        let marked = metadata.remove(MARK).is_some();
        resource.insert("Metadata".to_owned(), Json::Object(metadata));
        (marked, resource)
    };
    let ((marked, before), (_, after)) = (plain(before), plain(after));
    marked && before == after
}

fn section(template: &Json, name: &str) -> Map<String, Json> {
    template.get(name).and_then(Json::as_object).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Json {
        json!({
            "Parameters": { "New": { "Type": "String" } },
            "Resources": {
                "A": { "Type": "T", "DependsOn": ["B", "C"], "Properties": { "P": 1, "Q": 2 } },
                "B": { "Type": "T", "Metadata": { "own": 1 } },
                "C": { "Type": "T" },
            },
            "Outputs": { "O": { "Value": { "Ref": "A" } } },
        })
    }

    #[test]
    fn what_is_taken_over_is_kept_and_as_it_was_made() {
        let was =
            BTreeMap::from([("A".to_owned(), Was::from([("P".to_owned(), json!(0)), ("Q".to_owned(), Json::Null)]))]);
        let template = template(&wanted(), &json!({}), &["A", "B"], &was);
        assert_eq!(
            template,
            json!({
                "Parameters": { "New": { "Type": "String" } },
                "Resources": {
                    "A": {
                        "Type": "T", "DependsOn": ["B"], "Properties": { "P": 0 },
                        "DeletionPolicy": "Retain", "Metadata": { "cloudc:imported": true },
                    },
                    "B": { "Type": "T", "DeletionPolicy": "Retain", "Metadata": { "own": 1, "cloudc:imported": true } },
                },
            })
        );
    }

    #[test]
    fn what_the_stack_holds_already_does_not_change() {
        let held = json!({
            "Parameters": { "Old": { "Type": "String" } },
            "Resources": { "A": { "Type": "T", "DeletionPolicy": "Retain" } },
            "Outputs": { "Before": { "Value": "x" } },
        });
        let template = template(&wanted(), &held, &["B"], &BTreeMap::new());
        assert_eq!(template["Resources"]["A"], held["Resources"]["A"]);
        assert_eq!(template["Outputs"], held["Outputs"]);
        assert_eq!(template["Parameters"].as_object().map(Map::len), Some(2));
        assert!(template["Resources"].get("C").is_none());
    }

    #[test]
    fn a_note_is_no_change() {
        let before = kept(&json!({ "Type": "T", "Properties": { "P": 1 } }), &BTreeSet::new(), None);
        assert!(is_only_noted(&before, &json!({ "Type": "T", "Properties": { "P": 1 } })));
        assert!(!is_only_noted(&before, &json!({ "Type": "T", "Properties": { "P": 2 } })));
        assert!(!is_only_noted(&json!({ "Type": "T" }), &json!({ "Type": "T", "DeletionPolicy": "Retain" })));
    }
}
