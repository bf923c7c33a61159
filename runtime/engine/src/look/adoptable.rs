use std::collections::BTreeMap;
use std::sync::Arc;

use cloudc_facts::{ResourceType, facts};
use cloudc_graph::{Graph, Mode};
use cloudc_provider::{Fault, Found, Provider, path};
use cloudc_state::Document;
use serde_json::{Map, Value as Json};

use super::call;
use crate::Plan;
use crate::plan::Sites;

/// What of a program can be taken over now, by address: it is not recorded, and everything that it needs is. With its identifier, as
/// far as that follows from what is declared and from what CloudFormation calls it (`called`), which is what a reference gives.
pub fn adoptable(
    graph: &Graph,
    plan: &Plan,
    document: &Document,
    called: &BTreeMap<String, String>,
) -> Vec<(String, Option<String>)> {
    let is_open = |address: &str| called.contains_key(address) && document.at(address).is_none();
    let mut found = Vec::new();
    for (number, node) in graph.nodes().iter().enumerate().filter(|(_, node)| node.mode == Mode::Managed) {
        let address = node.address.to_string();
        let waits = || {
            graph
                .needs(number)
                .iter()
                .filter_map(|edge| graph.node(edge.to))
                .any(|need| is_open(&need.address.to_string()))
        };
        if !is_open(&address) || waits() {
            continue;
        }
        let parts = (facts().resource_type(&node.ty), plan.nodes.get(number), called.get(&address));
        if let (Some(ty), Some(planned), Some(called)) = parts {
            found.push((address, identifier(&ty, &planned.properties, called)));
        }
    }
    found
}

/// The identifier of what is there and is as a plan declares it, for types that are known by what they connect.
///
/// # Errors
/// The cloud refuses, or does not answer.
pub async fn seek(
    graph: &Graph,
    plan: &Plan,
    document: &Document,
    provider: &Arc<dyn Provider>,
    address: &str,
) -> Result<Option<String>, Fault> {
    let number = graph.nodes().iter().position(|node| node.address.to_string() == address);
    let parts = number.and_then(|number| {
        let node = graph.node(number)?;
        Some((node, facts().resource_type(&node.ty)?, plan.nodes.get(number)?))
    });
    let Some((node, ty, planned)) = parts else { return Ok(None) };
    let site = Sites::of(graph, provider.home()).site(node);
    let call = call(document, address, ty, site, "adopt");
    Ok(match provider.find(&call, &planned.properties).await? {
        Found::One(actual) => Some(actual.identifier),
        _ => None,
    })
}

/// The identifier of what is declared so and called so.
fn identifier(ty: &ResourceType, declared: &Json, called: &str) -> Option<String> {
    if ty.identifier().len() == 1 && (ty.reference().is_empty() || ty.reference() == ty.identifier()) {
        return Some(called.to_owned());
    }
    let mut model = if declared.is_object() { declared.clone() } else { Json::Object(Map::new()) };
    let parts = called.split('|');
    if parts.clone().count() == ty.reference().len() {
        for (place, part) in ty.reference().iter().zip(parts) {
            path::set(&mut model, place.as_str(), part.into());
        }
    }
    cloudc_provider::identifier(ty, &model)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(ty: &str, declared: &Json, called: &str) -> Option<String> {
        identifier(&facts().resource_type(ty).unwrap(), declared, called)
    }

    #[test]
    fn what_cloudformation_calls_a_thing_is_a_part_of_its_identifier() {
        assert_eq!(of("aws.ec2.VPC", &Json::Null, "vpc-1").as_deref(), Some("vpc-1"));
        assert_eq!(of("aws.sqs.Queue", &Json::Null, "https://q").as_deref(), Some("https://q"));
        let declared = json!({ "PolicyName": "p", "RoleName": "r" });
        assert_eq!(of("aws.iam.RolePolicy", &declared, "p").as_deref().map(|id| id.contains('r')), Some(true));
        let route = json!({ "RouteTableId": "rtb-1", "DestinationCidrBlock": "0.0.0.0/0", "CidrBlock": "0.0.0.0/0" });
        assert_eq!(of("aws.ec2.Route", &route, "rtb-1|0.0.0.0/0").as_deref(), Some("rtb-1|0.0.0.0/0"));
    }
}
