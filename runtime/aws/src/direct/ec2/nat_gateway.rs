use async_trait::async_trait;
use aws_sdk_ec2::types::{ConnectivityType, Filter, NatGateway, NatGatewayState, ResourceType};
use cloudc_provider::{Actual, Fault, Readiness};
use serde_json::Value as Json;

use super::listed::{Listing, filter};
use super::tags;
use crate::direct::props::{model, number, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::Work;

/// `aws.ec2.NatGateway`. Done: it is available, which takes one to three minutes; gone when it is deleted, and its address
/// free.
#[derive(Debug)]
pub(crate) struct Translator;

#[async_trait]
impl Listing for Translator {
    fn properties(&self) -> &'static [&'static str] {
        &["AllocationId", "ConnectivityType", "PrivateIpAddress", "SecondaryPrivateIpAddressCount", "SubnetId", "Tags"]
    }

    fn filter(&self, identifier: &str) -> Filter {
        filter("nat-gateway-id", identifier)
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let tags = tags::specification(ResourceType::Natgateway, properties);
        let kind = text(properties, "ConnectivityType").map(|kind| ConnectivityType::from(kind.as_str()));
        let call = work.clients.ec2.create_nat_gateway().set_subnet_id(text(properties, "SubnetId"));
        let call = call.set_allocation_id(text(properties, "AllocationId")).set_connectivity_type(kind);
        let call = call.set_private_ip_address(text(properties, "PrivateIpAddress"));
        let more = number(properties, "SecondaryPrivateIpAddressCount");
        let call = call.set_secondary_private_ip_address_count(more).client_token(work.token());
        let made = call.set_tag_specifications(tags.map(|tags| vec![tags])).send().await.map_err(fault)?.nat_gateway;
        made.and_then(|gateway| gateway.nat_gateway_id).ok_or_else(|| incomplete("which gateway was made"))
    }

    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault> {
        let pages = work.again.ec2.describe_nat_gateways().set_filter(Some(filters)).into_paginator().items().send();
        let all = pages.collect::<Result<Vec<_>, _>>().await.map_err(fault)?;
        let there = |gateway: &&NatGateway| gateway.state() != Some(&NatGatewayState::Deleted);
        Ok(all.iter().filter(there).map(actual).collect())
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        work.clients.ec2.delete_nat_gateway().nat_gateway_id(identifier).send().await.map_err(fault).map(drop)
    }
}

fn actual(gateway: &NatGateway) -> Actual {
    let readiness = match gateway.state() {
        Some(NatGatewayState::Pending) => Readiness::Busy,
        Some(NatGatewayState::Deleting) => Readiness::Going,
        Some(NatGatewayState::Failed) => Readiness::Failed,
        _ => Readiness::Ready,
    };
    let address = gateway.nat_gateway_addresses().iter().find(|address| address.is_primary() != Some(false));
    let model = model([
        ("NatGatewayId", told(gateway.nat_gateway_id.as_ref())),
        ("SubnetId", told(gateway.subnet_id.as_ref())),
        ("VpcId", told(gateway.vpc_id.as_ref())),
        ("ConnectivityType", gateway.connectivity_type().map(|kind| kind.as_str().into())),
        ("AllocationId", address.and_then(|address| told(address.allocation_id.as_ref()))),
        ("EniId", address.and_then(|address| told(address.network_interface_id.as_ref()))),
        ("PrivateIpAddress", address.and_then(|address| told(address.private_ip.as_ref()))),
        ("FailureMessage", told(gateway.failure_message.as_ref())),
        ("Tags", tags::model(gateway.tags())),
    ]);
    Actual { identifier: gateway.nat_gateway_id().unwrap_or_default().to_owned(), model, readiness }
}
