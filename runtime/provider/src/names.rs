use std::sync::LazyLock;

use cloudc_base::made_name::{DIGITS, beginning};
use cloudc_facts::{Kind, Provider, ResourceType};
use serde_json::Value as Json;

use crate::table::Table;
use crate::{Call, path};

/// Which properties are names beside writable identifiers.
static NAMES: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/names.txt")));

/// The properties with the names that the program leaves to whoever creates the thing (D33).
///
/// A name is the program's and the address's, with digits of the token: the same call makes the same name.
pub fn named(call: &Call, properties: &Json) -> Json {
    let mut named = properties.clone();
    if call.ty.provider() == Provider::Kubernetes {
        return named;
    }
    for place in places(&call.ty) {
        if path::get(&named, place.property).is_none() {
            let suffix = place.suffix_of(properties);
            path::set(&mut named, place.property, Json::String(name(call, place.property, suffix)));
        }
    }
    named
}

/// The properties of a type that are names of it.
pub(crate) fn name_properties(ty: &ResourceType) -> Vec<&str> {
    places(ty).into_iter().map(|place| place.property).collect()
}

/// A property that is a name.
struct Place<'t> {
    property: &'t str,
    /// An ending, and the property that asks for it.
    ending: Option<(&'static str, &'static str)>,
}

impl Place<'_> {
    fn suffix_of(&self, properties: &Json) -> &'static str {
        let asked = |property| path::get(properties, property).is_some_and(|value| *value == Json::Bool(true));
        self.ending.filter(|(_, property)| asked(property)).map_or("", |(suffix, _)| suffix)
    }
}

fn places(ty: &ResourceType) -> Vec<Place<'_>> {
    let rows = NAMES.of(ty.name()).iter();
    let mut places: Vec<Place<'_>> = rows
        .filter_map(|row| {
            let ending = row.get(1).and_then(|ending| ending.split_once(':'));
            Some(Place { property: row.first()?, ending })
        })
        .collect();
    if let [only] = ty.identifier() {
        let writable = !ty.read_only().contains(only) && !ty.required().iter().any(|name| **name == *only.as_str());
        let text = ty.schema().at(only.as_str()).is_some_and(|schema| schema.kind() == Kind::String);
        if writable && text {
            places.push(Place { property: only.as_str(), ending: None });
        }
    }
    places
}

/// A name for a property: lower case, within the property's bounds.
fn name(call: &Call, property: &str, suffix: &str) -> String {
    let most = call.ty.schema().at(property).and_then(|schema| schema.length().most);
    let most = most.and_then(|most| usize::try_from(most).ok());
    let words = beginning(&call.app, &call.address, most, suffix.len());
    let digits = call.token.as_str().get(..DIGITS).unwrap_or_default();
    let between = if words.is_empty() { "" } else { "-" };
    format!("{words}{between}{digits}{suffix}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Revealed, Site, Token};

    fn named_of(ty: &str, address: &str, properties: &Json) -> Json {
        let call = Call {
            app: "shop".into(),
            address: address.into(),
            ty: cloudc_facts::facts().resource_type(ty).unwrap(),
            site: Site::default(),
            connection: None,
            token: Token::of(&["t"]),
            timeout: None,
            snapshot: false,
            handle: None,
            revealed: Revealed::default(),
        };
        named(&call, properties)
    }

    #[test]
    fn names_are_made_where_the_program_has_none() {
        let token = Token::of(&["t"]);
        let digits = &token.as_str()[..8];
        let queue = named_of("aws.sqs.Queue", "builds.dead[\"a\"]", &json!({ "FifoQueue": true }));
        assert_eq!(queue["QueueName"], format!("shop-builds-dead-a-{digits}.fifo"));
        let table = named_of("aws.dynamodb.Table", "t", &json!({ "TableName": "mine" }));
        assert_eq!(table, json!({ "TableName": "mine" }));
        let vpc = named_of("aws.ec2.VPC", "t", &json!({}));
        assert_eq!(vpc, json!({}));
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let long = "a".repeat(100);
        let group = named_of("aws.elasticloadbalancingv2.TargetGroup", &long, &json!({}));
        assert!(group["Name"].as_str().unwrap().len() <= 63);
        let cache = named_of("aws.elasticache.ReplicationGroup", &long, &json!({}));
        assert!(cache["ReplicationGroupId"].as_str().unwrap().len() <= 63);
    }

    #[test]
    fn every_row_of_the_table_is_a_text_property_of_a_type() {
        for ty in NAMES.types() {
            let facts = cloudc_facts::facts().resource_type(ty).unwrap_or_else(|| panic!("there is no `{ty}`"));
            for row in NAMES.of(ty) {
                let schema = facts.schema().property(row[0]).unwrap_or_else(|| panic!("`{ty}` has no `{}`", row[0]));
                assert_eq!(schema.kind(), Kind::String, "{ty} {}", row[0]);
            }
        }
    }
}
