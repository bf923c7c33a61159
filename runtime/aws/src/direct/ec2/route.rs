use async_trait::async_trait;
use aws_sdk_ec2::types::Route;
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery};
use serde_json::Value as Json;

use super::listed::filter;
use crate::direct::props::{self, model, text, told};
use crate::fault::fault;
use crate::handler::{Handler, Work};

/// `aws.ec2.Route`: a table has one for a destination, so it is its own key. Done: it is there.
#[derive(Debug)]
pub(crate) struct Way;

/// The properties that say where to; one of them is given.
const DESTINATIONS: [&str; 3] = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"];

/// The fields of a call that creates or replaces a route.
macro_rules! fields {
    ($call:expr, $properties:expr) => {{
        let from = |name| text($properties, name);
        $call
            .set_route_table_id(from("RouteTableId"))
            .set_destination_cidr_block(from("DestinationCidrBlock"))
            .set_destination_ipv6_cidr_block(from("DestinationIpv6CidrBlock"))
            .set_destination_prefix_list_id(from("DestinationPrefixListId"))
            .set_egress_only_internet_gateway_id(from("EgressOnlyInternetGatewayId"))
            .set_gateway_id(from("GatewayId"))
            .set_instance_id(from("InstanceId"))
            .set_nat_gateway_id(from("NatGatewayId"))
            .set_network_interface_id(from("NetworkInterfaceId"))
            .set_transit_gateway_id(from("TransitGatewayId"))
            .set_vpc_endpoint_id(from("VpcEndpointId"))
            .set_vpc_peering_connection_id(from("VpcPeeringConnectionId"))
    }};
}

#[async_trait]
impl Handler for Way {
    fn takes(&self, properties: &Json) -> bool {
        let targets = ["EgressOnlyInternetGatewayId", "GatewayId", "InstanceId", "NatGatewayId", "NetworkInterfaceId"];
        let more = ["RouteTableId", "TransitGatewayId", "VpcEndpointId", "VpcPeeringConnectionId"];
        let known: Vec<&str> = DESTINATIONS.into_iter().chain(targets).chain(more).collect();
        props::are_among(properties, &known)
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        fields!(work.clients.ec2.create_route(), properties).send().await.map_err(fault)?;
        identifier(properties)
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let (table, to) = parts(identifier)?;
        let call = work.again.ec2.describe_route_tables().filters(filter("route-table-id", table));
        let answer = match call.send().await.map_err(fault) {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            answer => answer?,
        };
        let routes = answer.route_tables().iter().flat_map(|table| table.routes());
        let found = routes.into_iter().find(|route| destination(route) == Some(to));
        Ok(found.map(|route| actual(identifier, table, route)))
    }

    async fn change(&self, work: &Work<'_>, _identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        fields!(work.clients.ec2.replace_route(), change.after).send().await.map_err(fault).map(drop)
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let (table, to) = parts(identifier)?;
        let call = work.clients.ec2.delete_route().route_table_id(table);
        let call = match to {
            list if list.starts_with("pl-") => call.destination_prefix_list_id(list),
            block if block.contains(':') => call.destination_ipv6_cidr_block(block),
            block => call.destination_cidr_block(block),
        };
        call.send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let identifier = identifier(properties)?;
        Ok(self.read(work, &identifier).await?.map(|_| identifier))
    }
}

fn identifier(properties: &Json) -> Result<String, Fault> {
    let to = DESTINATIONS.iter().find_map(|name| text(properties, name));
    let to = to.ok_or_else(|| Fault::impossible("the route has no destination"))?;
    Ok(format!("{}|{to}", text(properties, "RouteTableId").unwrap_or_default()))
}

fn parts(identifier: &str) -> Result<(&str, &str), Fault> {
    identifier.split_once('|').ok_or_else(|| Fault::impossible(format!("`{identifier}` is no route")))
}

fn destination(route: &Route) -> Option<&str> {
    let block = route.destination_cidr_block().or(route.destination_ipv6_cidr_block());
    block.or(route.destination_prefix_list_id())
}

fn actual(identifier: &str, table: &str, route: &Route) -> Actual {
    let model = model([
        ("RouteTableId", Some(table.into())),
        ("CidrBlock", destination(route).map(Json::from)),
        ("DestinationCidrBlock", told(route.destination_cidr_block.as_ref())),
        ("DestinationIpv6CidrBlock", told(route.destination_ipv6_cidr_block.as_ref())),
        ("DestinationPrefixListId", told(route.destination_prefix_list_id.as_ref())),
        ("GatewayId", told(route.gateway_id.as_ref())),
        ("InstanceId", told(route.instance_id.as_ref())),
        ("NatGatewayId", told(route.nat_gateway_id.as_ref())),
        ("NetworkInterfaceId", told(route.network_interface_id.as_ref())),
        ("TransitGatewayId", told(route.transit_gateway_id.as_ref())),
        ("VpcPeeringConnectionId", told(route.vpc_peering_connection_id.as_ref())),
    ]);
    Actual { identifier: identifier.to_owned(), model, readiness: Readiness::Ready }
}
