use rustc_hash::FxHashMap;

use super::cloud::{ROUTE, ROUTE_TABLE, SUBNET, VPC, VPC_ENDPOINT, starts_in};
use super::view::{View, Wants};
use crate::Mode;

/// What starts in a subnet wants to reach something at once: a package, an image, its control plane.
///
/// No property leads from a machine to the route it needs; a template with this race works on most days.
pub(super) const RULE: super::Rule =
    super::Rule { name: "what starts in a subnet waits for the subnet's routes", find };

const ASSOCIATION: &str = "aws.ec2.SubnetRouteTableAssociation";

fn find(view: &View<'_>, wants: &mut Wants) {
    let main = main_tables(view);
    // By route table, what starts in its subnets.
    let mut by_table = Vec::new();
    for &subnet in view.of_type(SUBNET) {
        let started = starts_in(view, subnet);
        let associations = view.users_of_type(subnet, ASSOCIATION, "SubnetId");
        wants.all(&started, &associations);
        let mut tables: Vec<u32> = associations.iter().filter_map(|&it| view.target(it, ROUTE_TABLE)).collect();
        if associations.is_empty() {
            let network = view.target(subnet, VPC);
            tables.extend(network.and_then(|network| main.get(&network)).into_iter().flatten());
        }
        tables.into_iter().for_each(|table| by_table.extend(started.iter().map(|&started| (table, started))));
    }
    wants.by_thing(by_table, |table| {
        let mut ways = view.users_of_type(table, ROUTE, "RouteTableId");
        ways.extend(view.users_of_type(table, VPC_ENDPOINT, "RouteTableIds"));
        ways
    });
}

/// By network, the route tables that the cloud makes with it: they hold for subnets without one of their own.
fn main_tables(view: &View<'_>) -> FxHashMap<u32, Vec<u32>> {
    let vpcs = view.of_type(VPC).iter().filter_map(|&number| Some((&view.node(number)?.address, number)));
    let by_address: FxHashMap<_, u32> = vpcs.collect();
    let mut tables: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for &table in view.of_type(ROUTE_TABLE) {
        let Some(node) = view.node(table).filter(|node| node.mode == Mode::Implicit) else { continue };
        let beside = || node.address.parent().and_then(|above| by_address.get(above).copied());
        if let Some(network) = view.target(table, VPC).or_else(beside) {
            tables.entry(network).or_default().push(table);
        }
    }
    tables
}
