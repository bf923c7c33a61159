use std::collections::BTreeMap;

use cloudc_facts::facts;
use cloudc_provider::path;
use cloudc_state::Record;
use serde_json::Value as Json;

/// Something recorded, as CloudFormation takes it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Importable {
    /// Its type, as CloudFormation calls it.
    pub ty: String,
    /// The properties that its primary identifier is made of, by name.
    pub identifier: BTreeMap<String, String>,
}

/// What is recorded, as CloudFormation takes it over; none for what it cannot read, and so not take over.
///
/// Source: the registry of CloudFormation, where every type with a handler that reads can be imported, and is known by its primary
/// identifier.
pub fn importable(record: &Record) -> Option<Importable> {
    let ty = facts().resource_type(&record.ty)?;
    let called = ty.cloudformation().filter(|_| ty.handlers().read())?;
    let parts: Vec<&str> = record.identifier.split('|').collect();
    let places = ty.identifier();
    let part = |(number, place): (usize, &cloudc_facts::Path)| {
        let told = |model: &Json| path::get(model, place.as_str()).and_then(text);
        let split = parts.get(number).filter(|part| parts.len() == places.len() && !part.is_empty());
        let value = match (places.len(), split) {
            (1, _) => Some(record.identifier.clone()).filter(|identifier| !identifier.is_empty()),
            (_, Some(part)) => Some((*part).to_owned()),
            (_, None) => told(&record.properties).or_else(|| told(&record.attributes)),
        };
        Some((place.steps().last()?.to_owned(), value?))
    };
    let identifier: Option<BTreeMap<String, String>> = places.iter().enumerate().map(part).collect();
    let identifier = identifier.filter(|identifier| !identifier.is_empty())?;
    Some(Importable { ty: called.to_owned(), identifier })
}

fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A type as a program calls it: `AWS::EC2::VPC` is `aws.ec2.VPC`. What nobody knows stays as it is.
pub fn type_of(cloudformation: &str) -> String {
    let known = facts().cloudformation_type(cloudformation);
    known.map_or_else(|| cloudformation.to_owned(), |ty| ty.name().to_owned())
}

#[cfg(test)]
mod tests {
    use cloudc_provider::{Site, Timestamp, Token};
    use cloudc_state::Kind;
    use serde_json::json;

    use super::*;

    fn of(ty: &str, identifier: &str) -> Option<Vec<(String, String)>> {
        let record = Record {
            ty: ty.to_owned(),
            kind: Kind::Managed,
            site: Site::default(),
            identifier: identifier.to_owned(),
            properties: json!({}),
            attributes: json!({}),
            sealed: std::collections::BTreeMap::default(),
            needs: Vec::new(),
            token: Token::of(&["test"]),
            unfinished: false,
            unsure: Vec::new(),
            protect: false,
            retain: false,
            snapshot: false,
            changed: Timestamp::default(),
        };
        importable(&record).map(|found| found.identifier.into_iter().collect())
    }

    fn pairs(pairs: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
        Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_thing_is_known_by_the_parts_of_its_identifier() {
        assert_eq!(of("aws.ec2.VPC", "vpc-1"), pairs(&[("VpcId", "vpc-1")]));
        assert_eq!(of("aws.iam.RolePolicy", "p|r"), pairs(&[("PolicyName", "p"), ("RoleName", "r")]));
        let route = pairs(&[("CidrBlock", "0.0.0.0/0"), ("RouteTableId", "rtb-1")]);
        assert_eq!(of("aws.ec2.Route", "rtb-1|0.0.0.0/0"), route);
        assert_eq!(of("aws.ec2.VPC", ""), None);
        assert_eq!(of("k8s.core.v1.Namespace", "web"), None);
    }

    #[test]
    fn a_type_is_called_as_the_program_calls_it() {
        assert_eq!(type_of("AWS::EC2::VPC"), "aws.ec2.VPC");
        assert_eq!(type_of("AWS::CloudFormation::Stack"), "aws.cloudformation.Stack");
        assert_eq!(type_of("Custom::Read"), "Custom::Read");
    }
}
