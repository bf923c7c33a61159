use cloudc_facts::{ResourceType, exclusive};
use ipnet::IpNet;
use serde_json::Value as Json;

use crate::path;
use crate::{Site, identifier};

/// What only one resource of its type can have at a site: its identifier as far as it is written, and what
/// [`exclusive`] says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exclusive {
    /// Two resources that share a key cannot be there at once.
    pub keys: Vec<String>,
    /// Nor two that share a key here and whose ranges overlap.
    pub ranges: Vec<(String, IpNet)>,
}

impl Exclusive {
    /// What a resource with these properties has for itself; what is not known yet does not count.
    pub fn of(ty: &ResourceType, site: &Site, properties: &Json) -> Exclusive {
        let place = place(ty, site);
        let mut own = Exclusive::default();
        for row in exclusive(ty.name()) {
            match row.split_last().and_then(|(last, others)| Some((last.strip_prefix('~')?, others))) {
                Some((range, others)) => {
                    let found = path::text(properties, range).and_then(|text| text.parse().ok());
                    let key = key(properties, others).map(|key| format!("{place} {key}"));
                    own.ranges.extend(key.zip(found));
                }
                None => own.keys.extend(key(properties, row).map(|key| format!("{place} {key}"))),
            }
        }
        own.keys.extend(identifier(ty, properties).map(|key| format!("{place} {key}")));
        own.keys.extend(arn(ty).and_then(|row| key(properties, &row)).map(|key| format!("{place} {key}")));
        own
    }

    /// What of it another has too; none if both can be there at once.
    pub fn clash(&self, other: &Exclusive) -> Option<String> {
        let key = self.keys.iter().find(|key| other.keys.contains(key)).cloned();
        let range = || {
            let mut pairs = self.ranges.iter().flat_map(|own| other.ranges.iter().map(move |other| (own, other)));
            let overlap = |(key, range): &(String, IpNet), (other_key, other): &(String, IpNet)| {
                key == other_key && overlaps(range, other)
            };
            pairs.find(|(own, other)| overlap(own, other)).map(|((key, range), _)| format!("{key} {range}"))
        };
        key.or_else(range)
    }
}

/// Whether two ranges have an address in common.
pub(crate) fn overlaps(a: &IpNet, b: &IpNet) -> bool {
    a.contains(b) || b.contains(a)
}

impl Exclusive {
    /// Whether it is known what only one resource of this type can have, beside an identifier that the cloud makes.
    pub fn is_known(ty: &ResourceType) -> bool {
        !exclusive(ty.name()).is_empty()
    }
}

/// What the ARN is made of, where it identifies the type and is made of nothing but what a program writes: two things with the same
/// would have one ARN.
fn arn(ty: &ResourceType) -> Option<Vec<&str>> {
    let [only] = ty.identifier() else { return None };
    if !only.as_str().to_ascii_lowercase().ends_with("arn") || !ty.read_only().contains(only) {
        return None;
    }
    let places = ty.arn()?.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
    let own = places.map(|(place, _)| place).filter(|place| !["Partition", "Region", "Account"].contains(place));
    let own: Vec<&str> = own.collect();
    let schema = ty.schema();
    let written = |place: &&str| schema.property(place).is_some() && !ty.is_read_only(place);
    (!own.is_empty() && own.iter().all(written)).then_some(own)
}

/// The type and the site, as a key begins. A bucket's name is the world's.
fn place(ty: &ResourceType, site: &Site) -> String {
    let global = matches!(ty.name(), "aws.s3.Bucket") || ty.name().starts_with("aws.iam.");
    let region = if global { "" } else { &*site.region };
    let (cluster, api) = (site.cluster.as_deref().unwrap_or_default(), site.api.as_deref().unwrap_or_default());
    format!("{} {}/{region}/{cluster}{api}", ty.name(), site.account)
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

    fn of(ty: &str, properties: &Json) -> Exclusive {
        let site = Site { account: "1".into(), region: "r".into(), ..Site::default() };
        Exclusive::of(&cloudc_facts::facts().resource_type(ty).unwrap(), &site, properties)
    }

    #[test]
    fn keys_need_all_their_properties() {
        let group = of("aws.ec2.SecurityGroup", &json!({ "VpcId": "vpc-1", "GroupName": "web" }));
        assert_eq!(group.keys, ["aws.ec2.SecurityGroup 1/r/ VpcId=\"vpc-1\" GroupName=\"web\""]);
        assert_eq!(of("aws.ec2.SecurityGroup", &json!({ "VpcId": "vpc-1" })), Exclusive::default());
    }

    #[test]
    fn what_an_arn_is_made_of_is_its_own() {
        let function = of("aws.cloudfront.Function", &json!({ "Name": "tidy", "AutoPublish": true }));
        assert_eq!(function.keys, ["aws.cloudfront.Function 1/r/ Name=\"tidy\""]);
        assert_eq!(of("aws.ecs.TaskDefinition", &json!({ "Family": "web" })), Exclusive::default());
    }

    #[test]
    fn ranges_clash_where_they_overlap_in_one_network() {
        let subnet = |vpc: &str, range: &str| of("aws.ec2.Subnet", &json!({ "VpcId": vpc, "CidrBlock": range }));
        let one = subnet("vpc-1", "10.0.0.0/24");
        assert!(one.clash(&subnet("vpc-1", "10.0.0.128/25")).is_some());
        assert!(one.clash(&subnet("vpc-1", "10.0.1.0/24")).is_none());
        assert!(one.clash(&subnet("vpc-2", "10.0.0.0/24")).is_none());
    }

    #[test]
    fn every_row_of_the_table_names_properties_of_a_type() {
        for ty in cloudc_facts::exclusive_types() {
            let facts = cloudc_facts::facts().resource_type(ty).unwrap_or_else(|| panic!("there is no `{ty}`"));
            for property in exclusive(ty).iter().flatten() {
                let property = property.trim_start_matches('~');
                assert!(facts.schema().property(property).is_some(), "`{ty}` has no `{property}`");
            }
        }
    }
}
