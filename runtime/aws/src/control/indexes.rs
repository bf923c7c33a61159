//! Indexes of a table in DynamoDB: one call makes or removes one of them, so several take several changes.
//!
//! Source: "GlobalSecondaryIndexes" of AWS::DynamoDB::Table: you can delete or add one global secondary index without interruption.

use std::collections::BTreeSet;

use cloudc_facts::ResourceType;
use cloudc_provider::Change;
use serde_json::{Value as Json, json};

const TYPES: &[&str] = &["aws.dynamodb.Table", "aws.dynamodb.GlobalTable"];
const INDEXES: &str = "GlobalSecondaryIndexes";
const ATTRIBUTES: &str = "AttributeDefinitions";

/// The patches that come before the change itself, in order, so that this makes or removes at most one index.
pub(super) fn first(ty: &ResourceType, change: &Change<'_>, model: &Json) -> Vec<Json> {
    if !TYPES.contains(&ty.name()) {
        return Vec::new();
    }
    let after = change.after;
    let (mut there, wanted, before) = (list(model, INDEXES), list(after, INDEXES), list(change.before, INDEXES));
    // What the cloud tells may be spelled in another way: only what the program changed is another index.
    let other = |index: &Json| {
        let (old, new) = (named(&before, index), named(&wanted, index));
        old.zip(new)
            .is_some_and(|(old, new)| ["KeySchema", "Projection"].iter().any(|part| old.get(part) != new.get(part)))
    };
    let removed: Vec<Json> =
        there.iter().filter(|index| named(&wanted, index).is_none() || other(index)).cloned().collect();
    let added: Vec<Json> =
        wanted.iter().filter(|index| named(&there, index).is_none() || other(index)).cloned().collect();
    let mut patches = Vec::new();
    let steps = removed.into_iter().map(|index| (index, false)).chain(added.into_iter().map(|index| (index, true)));
    for (index, is_new) in steps {
        match is_new {
            true => there.push(index),
            false => there.retain(|other| other != &index),
        }
        patches.push(json!([
            { "op": "add", "path": format!("/{ATTRIBUTES}"), "value": attributes(after, model, &there) },
            { "op": "add", "path": format!("/{INDEXES}"), "value": there },
        ]));
    }
    // The last of them is part of the change.
    patches.pop();
    patches
}

/// The index of the same name among others.
fn named<'j>(all: &'j [Json], index: &Json) -> Option<&'j Json> {
    all.iter().find(|other| other.get("IndexName") == index.get("IndexName"))
}

/// The attributes that the keys of a table with these indexes name: DynamoDB wants exactly those.
fn attributes(after: &Json, model: &Json, indexes: &[Json]) -> Vec<Json> {
    let mut named: BTreeSet<String> = keys(model);
    for index in list(model, "LocalSecondaryIndexes").iter().chain(indexes) {
        named.extend(keys(index));
    }
    let find = |name: &String| {
        let is = |definition: &&Json| definition.get("AttributeName").and_then(Json::as_str) == Some(name);
        let (new, old) = (list(after, ATTRIBUTES), list(model, ATTRIBUTES));
        new.iter().find(is).or(old.iter().find(is)).cloned()
    };
    named.iter().filter_map(find).collect()
}

fn keys(of: &Json) -> BTreeSet<String> {
    let name = |key: &Json| key.get("AttributeName").and_then(Json::as_str).map(str::to_owned);
    list(of, "KeySchema").iter().filter_map(name).collect()
}

fn list(of: &Json, name: &str) -> Vec<Json> {
    of.get(name).and_then(Json::as_array).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use cloudc_facts::facts;

    use super::*;

    fn table(indexes: &[(&str, &str)]) -> Json {
        let key = |name: &str| json!([{ "AttributeName": name, "KeyType": "HASH" }]);
        let index = |(name, by): &(&str, &str)| json!({ "IndexName": name, "KeySchema": key(by), "Projection": { "ProjectionType": "ALL" } });
        let mut named: BTreeSet<&str> = indexes.iter().map(|(_, by)| *by).collect();
        named.insert("id");
        let attributes: Vec<Json> =
            named.iter().map(|name| json!({ "AttributeName": name, "AttributeType": "S" })).collect();
        let indexes: Vec<Json> = indexes.iter().map(index).collect();
        json!({ "KeySchema": key("id"), "AttributeDefinitions": attributes, "GlobalSecondaryIndexes": indexes })
    }

    fn steps(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<(Vec<String>, Vec<String>)> {
        let names = |list: &Json, name: &str| {
            list.as_array().unwrap().iter().map(|one| one[name].as_str().unwrap().to_owned()).collect()
        };
        let (before, after) = (table(before), table(after));
        let change = Change { before: &before, after: &after, places: &[], rollout: None };
        first(&facts().resource_type("aws.dynamodb.Table").unwrap(), &change, &before)
            .iter()
            .map(|patch| (names(&patch[1]["value"], "IndexName"), names(&patch[0]["value"], "AttributeName")))
            .collect()
    }

    #[test]
    fn one_index_at_a_time() {
        assert!(steps(&[], &[("a", "x")]).is_empty());
        assert!(steps(&[("a", "x")], &[("a", "x")]).is_empty());
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
        assert_eq!(steps(&[], &[("a", "x"), ("b", "y")]), [(named(&["a"]), named(&["id", "x"]))]);
        assert_eq!(steps(&[("a", "x")], &[("b", "y")]), [(vec![], named(&["id"]))]);
        assert_eq!(
            steps(&[("a", "x"), ("b", "y")], &[("c", "z")]),
            [(named(&["b"]), named(&["id", "y"])), (vec![], named(&["id"]))]
        );
        assert_eq!(steps(&[("a", "x")], &[("a", "y")]), [(vec![], named(&["id"]))], "other keys are another index");
    }

    #[test]
    fn other_types_take_one_change() {
        let queue = facts().resource_type("aws.sqs.Queue").unwrap();
        let (before, after) = (table(&[]), table(&[("a", "x"), ("b", "y")]));
        assert!(
            first(&queue, &Change { before: &before, after: &after, places: &[], rollout: None }, &before).is_empty()
        );
    }
}
