use async_trait::async_trait;
use aws_sdk_ec2::types::{Filter, RouteTableAssociation, RouteTableAssociationStateCode};
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Fault, Readiness, Recovery};
use serde_json::Value as Json;

use super::listed::{filter, immutable};
use crate::direct::props::{model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};

/// `aws.ec2.SubnetRouteTableAssociation`: a subnet has one, so it is its own key. Done: it is associated.
#[derive(Debug)]
pub(crate) struct Association;

#[async_trait]
impl Handler for Association {
    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let call = work.clients.ec2.associate_route_table().set_subnet_id(text(properties, "SubnetId"));
        let made = call.set_route_table_id(text(properties, "RouteTableId")).send().await.map_err(fault)?;
        made.association_id.ok_or_else(|| incomplete("which association was made"))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let all = associations(work, filter("association.route-table-association-id", identifier)).await?;
        let own = all.iter().find(|found| found.route_table_association_id() == Some(identifier));
        Ok(own.filter(|found| !is_gone(found)).map(actual))
    }

    async fn change(&self, _work: &Work<'_>, _identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        Err(immutable(change.places))
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let call = work.clients.ec2.disassociate_route_table().association_id(identifier);
        call.send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let (subnet, table) = (text(properties, "SubnetId"), text(properties, "RouteTableId"));
        let all = associations(work, filter("association.subnet-id", subnet.as_deref().unwrap_or_default())).await?;
        let mut own = all.into_iter().filter(|found| found.subnet_id == subnet && found.route_table_id == table);
        Ok(own.find(|found| !is_gone(found)).and_then(|found| found.route_table_association_id))
    }
}

async fn associations(work: &Work<'_>, filter: Filter) -> Result<Vec<RouteTableAssociation>, Fault> {
    let answer = work.again.ec2.describe_route_tables().filters(filter).send().await.map_err(fault)?;
    Ok(answer.route_tables().iter().flat_map(|table| table.associations().to_vec()).collect())
}

fn state(found: &RouteTableAssociation) -> Option<&RouteTableAssociationStateCode> {
    found.association_state()?.state()
}

fn is_gone(found: &RouteTableAssociation) -> bool {
    state(found) == Some(&RouteTableAssociationStateCode::Disassociated)
}

fn actual(found: &RouteTableAssociation) -> Actual {
    let readiness = match state(found) {
        Some(RouteTableAssociationStateCode::Associating) => Readiness::Busy,
        Some(RouteTableAssociationStateCode::Disassociating) => Readiness::Going,
        Some(RouteTableAssociationStateCode::Failed) => Readiness::Failed,
        _ => Readiness::Ready,
    };
    let model = model([
        ("Id", told(found.route_table_association_id.as_ref())),
        ("RouteTableId", told(found.route_table_id.as_ref())),
        ("SubnetId", told(found.subnet_id.as_ref())),
    ]);
    Actual { identifier: found.route_table_association_id().unwrap_or_default().to_owned(), model, readiness }
}
