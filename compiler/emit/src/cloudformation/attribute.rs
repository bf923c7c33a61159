//! How CloudFormation gives an attribute of a resource back, and what it may hold.

use cloudc_facts::{ResourceType, Schema};

use super::text::{Kind, Leaf};
use crate::tree::{Name, Tree};

/// How an attribute is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// `Ref` gives it.
    Reference,
    /// `Ref` gives it together with others, a bar between them: its place.
    Part(usize),
    /// `Fn::GetAtt` gives it.
    Attribute,
}

/// How an attribute is read; `None` if CloudFormation does not tell it.
pub(super) fn way(ty: &ResourceType, path: &str) -> Option<Way> {
    let is = |known: &cloudc_facts::Path| known.steps().eq(path.split('.'));
    let reference = ty.reference();
    if let ([only], true) = (reference, reference.iter().any(is)) {
        debug_assert!(is(only));
        return Some(Way::Reference);
    }
    let given = ty.read_only().iter().chain(ty.returned());
    if given.into_iter().any(|known| known.covers(path)) {
        return Some(Way::Attribute);
    }
    reference.iter().position(is).map(Way::Part)
}

/// What reads the attribute of a resource with this logical id.
pub(super) fn leaf(ty: &ResourceType, id: &Name, path: &str, way: Way) -> Leaf {
    let reference = || Tree::call("Ref", Tree::Text(id.clone()));
    let (tree, inline) = match way {
        Way::Reference => (reference(), Some(id.to_string())),
        Way::Attribute => {
            let parts = Tree::List(vec![Tree::Text(id.clone()), Tree::text(path.to_owned())]);
            (Tree::call("Fn::GetAtt", parts), Some(format!("{}.{path}", &**id)))
        }
        Way::Part(place) => {
            let parts = Tree::call("Fn::Split", Tree::List(vec![Tree::text("|"), reference()]));
            (Tree::call("Fn::Select", Tree::List(vec![Tree::Int(place as i64), parts])), None)
        }
    };
    let schema = ty.attribute(path);
    let kind = schema.as_ref().map_or(Kind::Unknown, kind);
    Leaf { tree, inline, kind, safe: kind == Kind::Bare || kind == Kind::Text && is_safe(schema.as_ref(), path) }
}

/// What an attribute is.
pub(super) fn kind(schema: &Schema) -> Kind {
    match schema.kind() {
        cloudc_facts::Kind::String => Kind::Text,
        cloudc_facts::Kind::Integer | cloudc_facts::Kind::Number | cloudc_facts::Kind::Bool => Kind::Bare,
        cloudc_facts::Kind::List => Kind::List,
        _ => Kind::Unknown,
    }
}

/// Whether a text that the cloud makes holds nothing that a document would have to escape: what it is called says so.
fn is_safe(schema: Option<&Schema>, path: &str) -> bool {
    /// The last words of attributes whose values have neither quotes, backslashes nor control characters: ids, ARNs, hosts,
    /// addresses, and names, which AWS bounds to letters, digits and a few marks.
    const ENDINGS: &[&str] = &[
        "ARN",
        "Account",
        "Address",
        "Arn",
        "AvailabilityZone",
        "CertificateAuthorityData",
        "CidrBlock",
        "DNSName",
        "DnsName",
        "Domain",
        "DomainName",
        "Endpoint",
        "Host",
        "HostedZoneId",
        "Hostname",
        "ID",
        "Id",
        "Identifier",
        "Ip",
        "Name",
        "Number",
        "Port",
        "Region",
        "Revision",
        "State",
        "Status",
        "URI",
        "URL",
        "Uri",
        "Url",
        "Version",
        "Zone",
    ];
    /// The same for texts that people write.
    const FREE: &[&str] = &["DisplayName", "FriendlyName"];
    let last = path.rsplit('.').next().unwrap_or(path);
    let refers = |format: &str| format.starts_with("AWS::");
    let listed = schema.is_some_and(|schema| !schema.allowed().is_empty() || schema.formats().any(refers));
    listed || ENDINGS.iter().any(|end| last.ends_with(end)) && !FREE.iter().any(|end| last.ends_with(end))
}

#[cfg(test)]
mod tests {
    use cloudc_facts::facts;

    use super::*;

    fn read(ty: &str, path: &str) -> Option<(Way, Kind, bool)> {
        let ty = facts().resource_type(ty).unwrap();
        let way = way(&ty, path)?;
        let leaf = leaf(&ty, &Name::Constant("X"), path, way);
        Some((way, leaf.kind, leaf.safe))
    }

    #[test]
    fn references_and_attributes() {
        assert_eq!(read("aws.sqs.Queue", "QueueUrl"), Some((Way::Reference, Kind::Text, true)));
        assert_eq!(read("aws.sqs.Queue", "Arn"), Some((Way::Attribute, Kind::Text, true)));
        assert_eq!(read("aws.sqs.Queue", "QueueName"), Some((Way::Attribute, Kind::Text, true)));
        assert_eq!(read("aws.iam.Role", "RoleName"), Some((Way::Reference, Kind::Text, true)));
        assert_eq!(
            read("aws.elasticache.ReplicationGroup", "PrimaryEndPoint.Address").map(|read| read.0),
            Some(Way::Attribute)
        );
        assert_eq!(read("aws.apigatewayv2.Route", "ApiId"), None);
        assert_eq!(read("aws.ec2.LaunchTemplate", "LatestVersionNumber").map(|read| read.0), Some(Way::Attribute));
        assert_eq!(read("aws.route53.HostedZone", "NameServers"), Some((Way::Attribute, Kind::List, false)));
        assert_eq!(read("aws.cloudformation.WaitCondition", "Data").map(|read| read.2), Some(false));
    }
}
