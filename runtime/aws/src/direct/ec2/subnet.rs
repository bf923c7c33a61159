use async_trait::async_trait;
use aws_sdk_ec2::types::{AttributeBooleanValue, Filter, ResourceType, Subnet, SubnetState};
use cloudc_provider::{Actual, Change, Fault, Readiness};
use serde_json::Value as Json;

use super::listed::{Listing, filter};
use super::tags;
use crate::control::Control;
use crate::direct::props::{flag, is_about, is_only_about, model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};

/// `aws.ec2.Subnet`. Done: it is available, with its attributes set.
#[derive(Debug)]
pub(crate) struct Part;

/// What is set after the creation.
const ATTRIBUTES: [&str; 3] = ["MapPublicIpOnLaunch", "AssignIpv6AddressOnCreation", "EnableDns64"];

#[async_trait]
impl Listing for Part {
    fn properties(&self) -> &'static [&'static str] {
        &[
            "AssignIpv6AddressOnCreation",
            "AvailabilityZone",
            "AvailabilityZoneId",
            "CidrBlock",
            "EnableDns64",
            "Ipv6CidrBlock",
            "Ipv6Native",
            "MapPublicIpOnLaunch",
            "Tags",
            "VpcId",
        ]
    }

    fn filter(&self, identifier: &str) -> Filter {
        filter("subnet-id", identifier)
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let call = work.clients.ec2.create_subnet().set_vpc_id(text(properties, "VpcId"));
        let call = call.set_cidr_block(text(properties, "CidrBlock"));
        let call = call.set_ipv6_cidr_block(text(properties, "Ipv6CidrBlock"));
        let call = call.set_ipv6_native(flag(properties, "Ipv6Native"));
        let call = call.set_availability_zone(text(properties, "AvailabilityZone"));
        let call = call.set_availability_zone_id(text(properties, "AvailabilityZoneId"));
        let tags = tags::specification(ResourceType::Subnet, properties);
        let made = call.set_tag_specifications(tags.map(|tags| vec![tags])).send().await.map_err(fault)?.subnet;
        made.and_then(|subnet| subnet.subnet_id).ok_or_else(|| incomplete("which subnet was made"))
    }

    async fn finish(&self, work: &Work<'_>, identifier: &str, properties: &Json) -> Result<(), Fault> {
        for name in ATTRIBUTES {
            // It is false from the beginning, and only one can be set by a call.
            if flag(properties, name) == Some(true) {
                set(work, identifier, name, true).await?;
            }
        }
        Ok(())
    }

    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault> {
        let pages = work.again.ec2.describe_subnets().set_filters(Some(filters)).into_paginator().items().send();
        let all = pages.collect::<Result<Vec<_>, _>>().await.map_err(fault)?;
        Ok(all.iter().map(actual).collect())
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: &Change<'_>) -> Result<(), Fault> {
        if !is_only_about(change, &ATTRIBUTES) {
            return Control.change(work, identifier, *change).await;
        }
        for name in ATTRIBUTES.into_iter().filter(|name| is_about(change, name)) {
            set(work, identifier, name, flag(change.after, name).unwrap_or(false)).await?;
        }
        Ok(())
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        work.clients.ec2.delete_subnet().subnet_id(identifier).send().await.map_err(fault).map(drop)
    }
}

async fn set(work: &Work<'_>, identifier: &str, name: &str, value: bool) -> Result<(), Fault> {
    let value = AttributeBooleanValue::builder().value(value).build();
    let call = work.again.ec2.modify_subnet_attribute().subnet_id(identifier);
    let call = match name {
        "MapPublicIpOnLaunch" => call.map_public_ip_on_launch(value),
        "AssignIpv6AddressOnCreation" => call.assign_ipv6_address_on_creation(value),
        _ => call.enable_dns64(value),
    };
    call.send().await.map_err(fault).map(drop)
}

fn actual(subnet: &Subnet) -> Actual {
    let blocks = subnet.ipv6_cidr_block_association_set().iter().filter_map(|block| block.ipv6_cidr_block.clone());
    let blocks: Vec<String> = blocks.collect();
    let model = model([
        ("SubnetId", told(subnet.subnet_id.as_ref())),
        ("VpcId", told(subnet.vpc_id.as_ref())),
        ("CidrBlock", told(subnet.cidr_block.as_ref())),
        ("AvailabilityZone", told(subnet.availability_zone.as_ref())),
        ("AvailabilityZoneId", told(subnet.availability_zone_id.as_ref())),
        ("MapPublicIpOnLaunch", told(subnet.map_public_ip_on_launch.as_ref())),
        ("AssignIpv6AddressOnCreation", told(subnet.assign_ipv6_address_on_creation.as_ref())),
        ("EnableDns64", told(subnet.enable_dns64.as_ref())),
        ("Ipv6CidrBlock", blocks.first().cloned().map(Json::from)),
        ("Ipv6CidrBlocks", Some(blocks.into())),
        ("Tags", tags::model(subnet.tags())),
    ]);
    let readiness = if subnet.state() == Some(&SubnetState::Pending) { Readiness::Busy } else { Readiness::Ready };
    Actual { identifier: subnet.subnet_id().unwrap_or_default().to_owned(), model, readiness }
}
