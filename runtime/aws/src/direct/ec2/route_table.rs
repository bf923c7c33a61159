use async_trait::async_trait;
use aws_sdk_ec2::types::{Filter, ResourceType, RouteTable};
use cloudc_provider::{Actual, Fault, Readiness};
use serde_json::Value as Json;

use super::listed::{Listing, filter};
use super::tags;
use crate::direct::props::{model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::Work;

/// `aws.ec2.RouteTable`. Done: it is there.
#[derive(Debug)]
pub(crate) struct Table;

#[async_trait]
impl Listing for Table {
    fn properties(&self) -> &'static [&'static str] {
        &["Tags", "VpcId"]
    }

    fn filter(&self, identifier: &str) -> Filter {
        filter("route-table-id", identifier)
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let tags = tags::specification(ResourceType::RouteTable, properties);
        let call = work.clients.ec2.create_route_table().set_vpc_id(text(properties, "VpcId"));
        let call = call.set_tag_specifications(tags.map(|tags| vec![tags])).client_token(work.token());
        let made = call.send().await.map_err(fault)?.route_table;
        made.and_then(|table| table.route_table_id).ok_or_else(|| incomplete("which route table was made"))
    }

    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault> {
        let pages = work.again.ec2.describe_route_tables().set_filters(Some(filters)).into_paginator().items().send();
        let all = pages.collect::<Result<Vec<_>, _>>().await.map_err(fault)?;
        let actual = |table: &RouteTable| Actual {
            identifier: table.route_table_id().unwrap_or_default().to_owned(),
            model: model([
                ("RouteTableId", told(table.route_table_id.as_ref())),
                ("VpcId", told(table.vpc_id.as_ref())),
                ("Tags", tags::model(table.tags())),
            ]),
            readiness: Readiness::Ready,
        };
        Ok(all.iter().map(actual).collect())
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        work.clients.ec2.delete_route_table().route_table_id(identifier).send().await.map_err(fault).map(drop)
    }
}
