use async_trait::async_trait;
use aws_sdk_ec2::types::{Filter, ResourceType};
use cloudc_provider::{Actual, Fault, Readiness};
use serde_json::Value as Json;

use super::listed::{Listing, filter};
use super::tags;
use crate::direct::props::{model, told};
use crate::fault::{fault, incomplete};
use crate::handler::Work;

/// `aws.ec2.InternetGateway`. Done: it is there.
#[derive(Debug)]
pub(crate) struct Gateway;

#[async_trait]
impl Listing for Gateway {
    fn properties(&self) -> &'static [&'static str] {
        &["Tags"]
    }

    fn filter(&self, identifier: &str) -> Filter {
        filter("internet-gateway-id", identifier)
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let tags = tags::specification(ResourceType::InternetGateway, properties);
        let call = work.clients.ec2.create_internet_gateway().set_tag_specifications(tags.map(|tags| vec![tags]));
        let made = call.send().await.map_err(fault)?.internet_gateway;
        made.and_then(|gateway| gateway.internet_gateway_id).ok_or_else(|| incomplete("which gateway was made"))
    }

    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault> {
        let pages =
            work.again.ec2.describe_internet_gateways().set_filters(Some(filters)).into_paginator().items().send();
        let all = pages.collect::<Result<Vec<_>, _>>().await.map_err(fault)?;
        let actual = |gateway: &aws_sdk_ec2::types::InternetGateway| Actual {
            identifier: gateway.internet_gateway_id().unwrap_or_default().to_owned(),
            model: model([
                ("InternetGatewayId", told(gateway.internet_gateway_id.as_ref())),
                ("Tags", tags::model(gateway.tags())),
            ]),
            readiness: Readiness::Ready,
        };
        Ok(all.iter().map(actual).collect())
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let call = work.clients.ec2.delete_internet_gateway().internet_gateway_id(identifier);
        call.send().await.map_err(fault).map(drop)
    }
}
