use cloudc_facts::ResourceType;
use serde_json::{Map, Value as Json};

use crate::mark;

/// What is there, as far as `known` says anything of it: clouds tell more than was written.
///
/// Secrets, and what a cloud takes and never tells, are taken for what they are known as.
pub(super) fn like(known: &Json, actual: &Json, ty: &ResourceType) -> Json {
    inside(known, actual, ty, "")
}

fn inside(known: &Json, actual: &Json, ty: &ResourceType, place: &str) -> Json {
    if mark::is_secret(known).is_some() {
        return known.clone();
    }
    match (known, actual) {
        (Json::Array(known), Json::Array(actual)) if has_no_order(ty, place) => {
            inside_items(known, &in_order_of(known, actual), ty, place)
        }
        (Json::Object(known), Json::Object(actual)) => {
            let mut entries = Map::new();
            for (name, known) in known {
                let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                let value = match actual.get(name) {
                    Some(actual) => inside(known, actual, ty, &place),
                    None if is_never_told(ty, &place) || mark::is_secret(known).is_some() => known.clone(),
                    None => continue,
                };
                entries.insert(name.clone(), value);
            }
            Json::Object(entries)
        }
        (Json::Array(known), Json::Array(actual)) => inside_items(known, actual, ty, place),
        (Json::String(one), Json::String(other)) if is_arn_of(other, one) || is_arn_of(one, other) => known.clone(),
        _ => actual.clone(),
    }
}

/// Whether a text is the ARN of what the other is the name of: a cloud tells the one where the other was written.
fn is_arn_of(arn: &str, name: &str) -> bool {
    let before = arn.strip_suffix(name).filter(|_| arn.starts_with("arn:") && !name.starts_with("arn:"));
    !name.is_empty() && before.is_some_and(|before| before.ends_with([':', '/']))
}

fn inside_items(known: &[Json], actual: &[Json], ty: &ResourceType, place: &str) -> Json {
    match known.len() == actual.len() {
        true => known.iter().zip(actual).map(|(known, actual)| inside(known, actual, ty, place)).collect(),
        false => Json::Array(actual.to_vec()),
    }
}

/// Whether the order of a list means nothing: of tags, and where the schema says so.
fn has_no_order(ty: &ResourceType, place: &str) -> bool {
    let tags = ty.tagging().and_then(|tagging| tagging.property.as_ref());
    tags.is_some_and(|tags| tags.as_str().replace('/', ".") == place)
        || ty.schema().at(place).is_some_and(|schema| schema.unordered())
        || has_own_type(ty, place)
}

/// Whether the entries of a list can be things of their own, as the rules of a group: whoever made them is not known.
pub(super) fn has_own_type(ty: &ResourceType, name: &str) -> bool {
    let beside = ty.name().rsplit_once('.').map(|(service, _)| format!("{service}.{name}"));
    beside.is_some_and(|beside| cloudc_facts::facts().resource_type(&beside).is_some())
}

/// What is there in the order in which it is known, as far as it is; the rest behind it.
fn in_order_of(known: &[Json], actual: &[Json]) -> Vec<Json> {
    let is_part = |known: &Json, actual: &Json| match (known, actual) {
        (Json::Object(known), Json::Object(actual)) => {
            known.iter().all(|(name, value)| actual.get(name).is_some_and(|other| other == value))
        }
        _ => known == actual,
    };
    let mut items = actual.to_vec();
    items.sort_by_key(|item| known.iter().position(|known| is_part(known, item)).unwrap_or(usize::MAX));
    items
}

/// Whether a cloud takes a property, or all that is in it, and never tells it.
fn is_never_told(ty: &ResourceType, place: &str) -> bool {
    ty.write_only().iter().any(|path| path.covers(place) || path.is_within(place))
}

/// What of a model can be written: what the type has, but not what only the cloud sets.
pub(super) fn writable(model: &Json, ty: &ResourceType) -> Json {
    let (mut model, schema) = (model.clone(), ty.schema());
    for path in ty.read_only().iter().filter(|path| !path.as_str().contains('*')) {
        cloudc_provider::path::remove(&mut model, &path.as_str().replace('/', "."));
    }
    if let Some(entries) = model.as_object_mut() {
        entries.retain(|name, value| schema.property(name).is_some() && !value.as_array().is_some_and(Vec::is_empty));
        // Clouds tell both of what only one can be written of: a zone's name, and its id.
        for (name, others) in schema.excludes() {
            if entries.contains_key(name) {
                others.iter().for_each(|other| drop(entries.remove(&**other)));
            }
        }
    }
    model
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::secret;

    #[test]
    fn what_is_written_can_be_written() {
        let ty = cloudc_facts::facts().resource_type("aws.ec2.Subnet").unwrap();
        let told = json!({ "SubnetId": "s", "VpcId": "v", "AvailabilityZone": "a", "AvailabilityZoneId": "b", "Ipv6CidrBlocks": [], "Made": 1 });
        let written = writable(&told, &ty);
        assert_eq!((written.get("SubnetId"), written.get("Made"), written.get("Ipv6CidrBlocks")), (None, None, None));
        assert_ne!(written.get("AvailabilityZone").is_some(), written.get("AvailabilityZoneId").is_some());
    }

    #[test]
    fn tags_and_rules_have_no_order() {
        let ty = cloudc_facts::facts().resource_type("aws.ec2.Subnet").unwrap();
        let known = json!({ "Tags": [{ "Key": "b", "Value": "1" }, { "Key": "a", "Value": "2" }] });
        let actual = json!({ "Tags": [{ "Key": "a", "Value": "2" }, { "Key": "b", "Value": "1" }] });
        assert_eq!(like(&known, &actual, &ty), known);
        let ty = cloudc_facts::facts().resource_type("aws.ec2.SecurityGroup").unwrap();
        let rule = |port: u16| json!({ "IpProtocol": "tcp", "FromPort": port });
        let there = |port: u16| json!({ "IpProtocol": "tcp", "FromPort": port, "Description": "" });
        let known = json!({ "SecurityGroupIngress": [rule(80), rule(443)] });
        let actual = json!({ "SecurityGroupIngress": [there(443), there(80)], "SecurityGroupEgress": [] });
        assert_eq!(like(&known, &actual, &ty), known);
        assert!(has_own_type(&ty, "SecurityGroupEgress") && !has_own_type(&ty, "Tags"));
    }

    #[test]
    fn a_name_is_the_same_as_its_arn() {
        let ty = cloudc_facts::facts().resource_type("aws.lambda.EventSourceMapping").unwrap();
        let arn = |name: &str| json!({ "FunctionName": format!("arn:aws:lambda:eu-west-1:1:function:{name}") });
        let known = json!({ "FunctionName": "work" });
        assert_eq!(like(&known, &arn("work"), &ty), known);
        assert_ne!(like(&known, &arn("homework"), &ty), known);
    }

    #[test]
    fn only_what_is_known_is_compared() {
        let ty = cloudc_facts::facts().resource_type("aws.rds.DBInstance").unwrap();
        let known = json!({ "Engine": "x", "MasterUserPassword": secret(json!({ "reference": "ssm:/x" })), "Tags": [{ "Key": "a" }] });
        let actual = json!({ "Engine": "y", "Other": 1, "Tags": [{ "Key": "b", "Value": "c" }] });
        let expected =
            json!({ "Engine": "y", "MasterUserPassword": known["MasterUserPassword"], "Tags": [{ "Key": "b" }] });
        assert_eq!(like(&known, &actual, &ty), expected);
    }
}
