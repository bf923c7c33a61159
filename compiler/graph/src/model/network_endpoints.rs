use super::cloud::{NAT_GATEWAY, SUBNET, VPC, VPC_ENDPOINT, starts_in};
use super::view::{View, Wants};

/// Where a network has an endpoint for a service, that is the way to the service, and in a network without a way out the
/// only one. Endpoints that are entries of a route table belong to [`super::subnet_routes`].
pub(super) const RULE: super::Rule = super::Rule { name: "what starts in a network waits for its endpoints", find };

fn find(view: &View<'_>, wants: &mut Wants) {
    for &network in view.of_type(VPC) {
        let mut endpoints = view.users_of_type(network, VPC_ENDPOINT, "VpcId");
        endpoints.retain(|&endpoint| view.target(endpoint, SUBNET).is_some());
        if endpoints.is_empty() {
            continue;
        }
        let subnets = view.users_of_type(network, SUBNET, "VpcId");
        let mut started: Vec<u32> = subnets.into_iter().flat_map(|subnet| starts_in(view, subnet)).collect();
        started.retain(|&number| view.ty(number) != NAT_GATEWAY);
        started.sort_unstable();
        started.dedup();
        wants.all(&started, &endpoints);
    }
}
