use async_trait::async_trait;
use aws_sdk_ec2::types::{Filter, ResourceType, State, VpcEndpoint, VpcEndpointType};
use cloudc_provider::{Actual, Change, Fault, Readiness};
use serde_json::Value as Json;

use super::listed::{Listing, filter, immutable};
use super::tags;
use crate::direct::props::{document, flag, is_about, model, text, texts, told};
use crate::fault::{fault, incomplete, of_code};
use crate::handler::Work;

/// `aws.ec2.VPCEndpoint`. Done: it is available, or waits for whoever owns the service to accept it.
#[derive(Debug)]
pub(crate) struct Door;

#[async_trait]
impl Listing for Door {
    fn properties(&self) -> &'static [&'static str] {
        &[
            "PolicyDocument",
            "PrivateDnsEnabled",
            "RouteTableIds",
            "SecurityGroupIds",
            "ServiceName",
            "SubnetIds",
            "Tags",
            "VpcEndpointType",
            "VpcId",
        ]
    }

    fn filter(&self, identifier: &str) -> Filter {
        filter("vpc-endpoint-id", identifier)
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        // Gateway is what the API takes where nothing is said.
        let kind = text(properties, "VpcEndpointType").unwrap_or_else(|| "Gateway".to_owned());
        let tags = tags::specification(ResourceType::VpcEndpoint, properties);
        let call = work.clients.ec2.create_vpc_endpoint().set_vpc_id(text(properties, "VpcId"));
        let call = call.vpc_endpoint_type(VpcEndpointType::from(kind.as_str()));
        let call = call.set_service_name(text(properties, "ServiceName"));
        let call = call.set_policy_document(document(properties, "PolicyDocument"));
        let call = call.set_private_dns_enabled(flag(properties, "PrivateDnsEnabled"));
        let call = call.set_route_table_ids(texts(properties, "RouteTableIds"));
        let call = call.set_security_group_ids(texts(properties, "SecurityGroupIds"));
        let call = call.set_subnet_ids(texts(properties, "SubnetIds")).client_token(work.token());
        let made = call.set_tag_specifications(tags.map(|tags| vec![tags])).send().await.map_err(fault)?.vpc_endpoint;
        made.and_then(|endpoint| endpoint.vpc_endpoint_id).ok_or_else(|| incomplete("which endpoint was made"))
    }

    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault> {
        let pages = work.again.ec2.describe_vpc_endpoints().set_filters(Some(filters)).into_paginator().items().send();
        let all = pages.collect::<Result<Vec<_>, _>>().await.map_err(fault)?;
        let there = |endpoint: &&VpcEndpoint| state(endpoint) != "deleted";
        Ok(all.iter().filter(there).map(actual).collect())
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: &Change<'_>) -> Result<(), Fault> {
        let (before, after) = (change.before, change.after);
        let is = |name: &str| is_about(change, name);
        if ["ServiceName", "VpcEndpointType", "VpcId"].into_iter().any(is) {
            return Err(immutable(change.places));
        }
        let private = flag(after, "PrivateDnsEnabled").unwrap_or(false);
        let (new_tables, old_tables) = differ(before, after, "RouteTableIds");
        let (new_groups, old_groups) = differ(before, after, "SecurityGroupIds");
        let (new_subnets, old_subnets) = differ(before, after, "SubnetIds");
        let policy = document(after, "PolicyDocument");
        let call = work.clients.ec2.modify_vpc_endpoint().vpc_endpoint_id(identifier);
        let call = call.set_reset_policy(Some(true).filter(|_| is("PolicyDocument") && policy.is_none()));
        let call = call.set_policy_document(policy.filter(|_| is("PolicyDocument")));
        let call = call.set_private_dns_enabled(Some(private).filter(|_| is("PrivateDnsEnabled")));
        let call = call.set_add_route_table_ids(new_tables).set_remove_route_table_ids(old_tables);
        let call = call.set_add_security_group_ids(new_groups).set_remove_security_group_ids(old_groups);
        let call = call.set_add_subnet_ids(new_subnets).set_remove_subnet_ids(old_subnets);
        call.send().await.map_err(fault).map(drop)
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let call = work.clients.ec2.delete_vpc_endpoints().vpc_endpoint_ids(identifier);
        // What could not be deleted stands in the answer, which is no error.
        let answer = call.send().await.map_err(fault)?;
        let error = answer.unsuccessful().iter().find_map(|item| item.error());
        let told = |error: &aws_sdk_ec2::types::UnsuccessfulItemError| {
            of_code(error.code().unwrap_or_default(), error.message().unwrap_or_default(), 400)
        };
        error.map_or(Ok(()), |error| Err(told(error)))
    }
}

/// What is new in a list of texts, and what is left out.
fn differ(before: &Json, after: &Json, place: &str) -> (Option<Vec<String>>, Option<Vec<String>>) {
    let (before, after) = (texts(before, place).unwrap_or_default(), texts(after, place).unwrap_or_default());
    let without = |some: &[String], others: &[String]| {
        let left: Vec<String> = some.iter().filter(|text| !others.contains(text)).cloned().collect();
        Some(left).filter(|left| !left.is_empty())
    };
    (without(&after, &before), without(&before, &after))
}

/// The state's word; services write it in different cases.
fn state(endpoint: &VpcEndpoint) -> String {
    endpoint.state().map(State::as_str).unwrap_or_default().to_lowercase()
}

fn actual(endpoint: &VpcEndpoint) -> Actual {
    let readiness = match state(endpoint).as_str() {
        "pending" => Readiness::Busy,
        "deleting" => Readiness::Going,
        "failed" | "rejected" | "expired" => Readiness::Failed,
        _ => Readiness::Ready,
    };
    let dns = endpoint.dns_entries().iter();
    let dns = dns.filter_map(|entry| Some(format!("{}:{}", entry.hosted_zone_id()?, entry.dns_name()?)));
    let dns: Vec<String> = dns.collect();
    let groups: Vec<String> = endpoint.groups().iter().filter_map(|group| group.group_id.clone()).collect();
    let model = model([
        ("Id", told(endpoint.vpc_endpoint_id.as_ref())),
        ("VpcId", told(endpoint.vpc_id.as_ref())),
        ("ServiceName", told(endpoint.service_name.as_ref())),
        ("VpcEndpointType", endpoint.vpc_endpoint_type().map(|kind| kind.as_str().into())),
        ("PrivateDnsEnabled", told(endpoint.private_dns_enabled.as_ref())),
        ("RouteTableIds", Some(endpoint.route_table_ids().into())),
        ("SubnetIds", Some(endpoint.subnet_ids().into())),
        ("SecurityGroupIds", Some(groups.into())),
        ("NetworkInterfaceIds", Some(endpoint.network_interface_ids().into())),
        ("DnsEntries", Some(dns.into())),
        ("Tags", tags::model(endpoint.tags())),
    ]);
    Actual { identifier: endpoint.vpc_endpoint_id().unwrap_or_default().to_owned(), model, readiness }
}
