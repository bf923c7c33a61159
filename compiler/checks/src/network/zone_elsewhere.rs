use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_graph::{Mode, Node};

use crate::blame;
use crate::context::{Context, Findings};
use crate::read::{at, text, written};

crate::check::code!("E0516" "zone-elsewhere" Error "zone_elsewhere.md");

/// Properties that name zones.
const ZONES: &[&str] = &["AvailabilityZone", "AvailabilityZones", "PreferredAvailabilityZone", "PreferredCacheClusterAZs"];

/// Properties that name things by ARN which must be of the resource's own region.
const HERE: &[(&str, &str)] = &[
    ("aws.lambda.Function", "Layers"),
    ("aws.lambda.EventSourceMapping", "EventSourceArn"),
    ("aws.elasticloadbalancingv2.Listener", "Certificates.CertificateArn"),
    ("aws.elasticloadbalancingv2.ListenerCertificate", "Certificates.CertificateArn"),
    ("aws.apigatewayv2.DomainName", "DomainNameConfigurations.CertificateArn"),
];

/// Zones and things of another region than the resource that names them.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let home = match &context.graph.app().fields {
        Some(Value::Record(fields)) => match fields.get("region") {
            Some(Value::Text(region)) => Some(Arc::clone(region)),
            _ => None,
        },
        _ => None,
    };
    for node in context.graph.nodes().iter().filter(|node| node.mode == Mode::Managed && node.on.is_none()) {
        if let Some(region) = node.place.region.clone().or_else(|| home.clone()) {
            in_node(node, &region, findings);
        }
    }
}

fn in_node(node: &Node, region: &str, findings: &mut Findings) {
    for property in ZONES {
        let zones = at(&node.properties, property).into_iter().filter_map(text);
        for zone in zones.filter(|zone| region_of_zone(zone).is_some_and(|of| of != region)) {
            let message = format!("the zone `{zone}` is not in {region}, where `{}` is", node.address);
            let finding = blame::at(&CODE, node, written(node, property), message);
            findings.push(finding.help("`zone(\"a\")` is the zone a of the region that it stands in"));
        }
    }
    for (_, property) in HERE.iter().filter(|(ty, _)| *ty == &*node.ty) {
        let arns = at(&node.properties, property).into_iter().filter_map(text);
        for arn in arns {
            let of = arn.split(':').nth(3).filter(|of| !of.is_empty() && *of != region);
            if let Some(of) = of {
                let message = format!("this is in {of}, and `{}` in {region} takes only what is there too", node.address);
                findings.push(blame::at(&CODE, node, written(node, property), message));
            }
        }
    }
}

/// The region of a zone: `eu-west-1` of `eu-west-1a`.
fn region_of_zone(zone: &str) -> Option<&str> {
    let region = zone.strip_suffix(|last: char| last.is_ascii_lowercase())?;
    let parts: Vec<&str> = region.split('-').collect();
    let number = parts.last().is_some_and(|last| !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()));
    (parts.len() >= 3 && number).then_some(region)
}
