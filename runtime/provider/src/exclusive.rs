use std::sync::LazyLock;

use cloudc_facts::ResourceType;
use serde_json::Value as Json;

use crate::path;
use crate::table::Table;
use crate::{Site, identifier};

static EXCLUSIVE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/exclusive.txt")));

/// What only one resource of its type can have at a site: its identifier as far as it is written, and what
/// `data/exclusive.txt` says. Two resources that share a key cannot be there at once.
///
/// A replacement that keeps a key has to delete first; a resource that takes over another's key waits for its deletion.
pub fn exclusive_keys(ty: &ResourceType, site: &Site, properties: &Json) -> Vec<String> {
    let rows = EXCLUSIVE.of(ty.name()).iter().filter_map(|row| key(properties, row));
    let mut keys: Vec<String> = rows.chain(identifier(ty, properties)).collect();
    for key in &mut keys {
        *key = format!("{} {key}", place(ty, site));
    }
    keys
}

/// Whether things of this type are told apart by more than an identifier that the cloud makes.
pub(crate) fn has_keys(ty: &ResourceType) -> bool {
    !EXCLUSIVE.of(ty.name()).is_empty()
}

/// The type and the site, as a key begins. A bucket's name is the world's.
fn place(ty: &ResourceType, site: &Site) -> String {
    let global = matches!(ty.name(), "aws.s3.Bucket") || ty.name().starts_with("aws.iam.");
    let region = if global { "" } else { &*site.region };
    format!("{} {}/{region}/{}", ty.name(), site.account, site.cluster.as_deref().unwrap_or_default())
}

/// The values of these properties, if all are written and known.
fn key(properties: &Json, row: &[&str]) -> Option<String> {
    let parts: Option<Vec<String>> = row
        .iter()
        .map(|&property| match path::get(properties, property)? {
            Json::Object(_) | Json::Array(_) => None,
            scalar => Some(format!("{property}={scalar}")),
        })
        .collect();
    parts.map(|parts| parts.join(" "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_need_all_their_properties() {
        let group = cloudc_facts::facts().resource_type("aws.ec2.SecurityGroup").unwrap();
        let site = Site { account: "1".into(), region: "r".into(), cluster: None };
        let keys = exclusive_keys(&group, &site, &json!({ "VpcId": "vpc-1", "GroupName": "web" }));
        assert_eq!(keys, ["aws.ec2.SecurityGroup 1/r/ VpcId=\"vpc-1\" GroupName=\"web\""]);
        assert!(exclusive_keys(&group, &site, &json!({ "VpcId": "vpc-1" })).is_empty());
    }

    #[test]
    fn every_row_of_the_table_names_properties_of_a_type() {
        for ty in EXCLUSIVE.types() {
            let facts = cloudc_facts::facts().resource_type(ty).unwrap_or_else(|| panic!("there is no `{ty}`"));
            for property in EXCLUSIVE.of(ty).iter().flatten() {
                assert!(facts.schema().property(property).is_some(), "`{ty}` has no `{property}`");
            }
        }
    }
}
