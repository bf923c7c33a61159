use async_trait::async_trait;
use aws_sdk_ec2::types::{AttributeBooleanValue, Filter, ResourceType, Tenancy, Vpc, VpcAttributeName, VpcState};
use cloudc_provider::{Actual, Change, Fault, Readiness};
use serde_json::Value as Json;

use super::listed::{Listing, filter};
use super::tags;
use crate::control::Control;
use crate::direct::props::{flag, is_only_about, model, number, text, told, with_defaults};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};

/// `aws.ec2.VPC`. Done: it is available, and answers names as it was told to.
#[derive(Debug)]
pub(crate) struct Network;

#[async_trait]
impl Listing for Network {
    fn properties(&self) -> &'static [&'static str] {
        &[
            "CidrBlock",
            "EnableDnsHostnames",
            "EnableDnsSupport",
            "InstanceTenancy",
            "Ipv4IpamPoolId",
            "Ipv4NetmaskLength",
            "Tags",
        ]
    }

    fn filter(&self, identifier: &str) -> Filter {
        filter("vpc-id", identifier)
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let call = work.clients.ec2.create_vpc().set_cidr_block(text(properties, "CidrBlock"));
        let call = call.set_ipv4_ipam_pool_id(text(properties, "Ipv4IpamPoolId"));
        let call = call.set_ipv4_netmask_length(number(properties, "Ipv4NetmaskLength"));
        let call =
            call.set_instance_tenancy(text(properties, "InstanceTenancy").map(|text| Tenancy::from(text.as_str())));
        let call =
            call.set_tag_specifications(tags::specification(ResourceType::Vpc, properties).map(|tags| vec![tags]));
        let made = call.send().await.map_err(fault)?.vpc;
        made.and_then(|vpc| vpc.vpc_id).ok_or_else(|| incomplete("which network was made"))
    }

    async fn finish(&self, work: &Work<'_>, identifier: &str, properties: &Json) -> Result<(), Fault> {
        let value = |name| flag(properties, name).map(|value| AttributeBooleanValue::builder().value(value).build());
        // One attribute a call; host names need support.
        if let Some(support) = value("EnableDnsSupport") {
            let call = work.again.ec2.modify_vpc_attribute().vpc_id(identifier).enable_dns_support(support);
            call.send().await.map_err(fault)?;
        }
        if let Some(names) = value("EnableDnsHostnames") {
            let call = work.again.ec2.modify_vpc_attribute().vpc_id(identifier).enable_dns_hostnames(names);
            call.send().await.map_err(fault)?;
        }
        Ok(())
    }

    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault> {
        let pages = work.again.ec2.describe_vpcs().set_filters(Some(filters)).into_paginator().items().send();
        let vpcs = pages.collect::<Result<Vec<_>, _>>().await.map_err(fault)?;
        let mut all = Vec::new();
        for vpc in vpcs {
            all.push(actual(work, &vpc).await?);
        }
        Ok(all)
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: &Change<'_>) -> Result<(), Fault> {
        if !is_only_about(change, &["EnableDnsHostnames", "EnableDnsSupport"]) {
            return Control.change(work, identifier, *change).await;
        }
        let defaults = [("EnableDnsHostnames", Json::Bool(false)), ("EnableDnsSupport", Json::Bool(true))];
        self.finish(work, identifier, &with_defaults(change, &defaults)).await
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        work.clients.ec2.delete_vpc().vpc_id(identifier).send().await.map_err(fault).map(drop)
    }
}

async fn actual(work: &Work<'_>, vpc: &Vpc) -> Result<Actual, Fault> {
    let id = vpc.vpc_id().unwrap_or_default();
    let support = attribute(work, id, VpcAttributeName::EnableDnsSupport).await?;
    let names = attribute(work, id, VpcAttributeName::EnableDnsHostnames).await?;
    let (group, acl) = (default_group(work, id).await?, default_acl(work, id).await?);
    let blocks = vpc.cidr_block_association_set().iter().filter_map(|block| block.association_id.clone());
    let model = model([
        ("VpcId", told(vpc.vpc_id.as_ref())),
        ("CidrBlock", told(vpc.cidr_block.as_ref())),
        ("CidrBlockAssociations", Some(blocks.collect::<Vec<_>>().into())),
        ("InstanceTenancy", vpc.instance_tenancy().map(|tenancy| tenancy.as_str().into())),
        ("EnableDnsSupport", support),
        ("EnableDnsHostnames", names),
        ("DefaultSecurityGroup", group),
        ("DefaultNetworkAcl", acl),
        ("Tags", tags::model(vpc.tags())),
    ]);
    let readiness = if vpc.state() == Some(&VpcState::Pending) { Readiness::Busy } else { Readiness::Ready };
    Ok(Actual { identifier: id.to_owned(), model, readiness })
}

async fn attribute(work: &Work<'_>, id: &str, name: VpcAttributeName) -> Result<Option<Json>, Fault> {
    let call = work.again.ec2.describe_vpc_attribute().vpc_id(id).attribute(name);
    let answer = call.send().await.map_err(fault)?;
    let value = answer.enable_dns_support.or(answer.enable_dns_hostnames);
    Ok(value.and_then(|value| value.value).map(Json::Bool))
}

async fn default_group(work: &Work<'_>, id: &str) -> Result<Option<Json>, Fault> {
    let call = work.again.ec2.describe_security_groups().filters(filter("vpc-id", id));
    let answer = call.filters(filter("group-name", "default")).send().await.map_err(fault)?;
    Ok(answer.security_groups().first().and_then(|group| group.group_id()).map(Json::from))
}

async fn default_acl(work: &Work<'_>, id: &str) -> Result<Option<Json>, Fault> {
    let call = work.again.ec2.describe_network_acls().filters(filter("vpc-id", id));
    let answer = call.filters(filter("default", "true")).send().await.map_err(fault)?;
    Ok(answer.network_acls().first().and_then(|acl| acl.network_acl_id()).map(Json::from))
}
