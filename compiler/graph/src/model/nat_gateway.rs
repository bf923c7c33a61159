use cloudc_base::value::Value;

use super::cloud::{NAT_GATEWAY, attachments_of_network, network_by_subnet};
use super::view::{View, Wants};

/// A NAT gateway fails when its network has no way to the internet.
///
/// Source: "Troubleshoot NAT gateways", creation fails: `Network vpc-.. has no Internet gateway attached`.
pub(super) const RULE: super::Rule =
    super::Rule { name: "a NAT gateway waits for the gateway of its network to be attached", find };

fn find(view: &View<'_>, wants: &mut Wants) {
    let public = view.of_type(NAT_GATEWAY).iter().copied().filter(|&nat| !is_private(view, nat));
    let pairs = public.filter_map(|nat| Some((network_by_subnet(view, nat)?, nat))).collect();
    wants.by_thing(pairs, |network| attachments_of_network(view, network));
}

fn is_private(view: &View<'_>, nat: u32) -> bool {
    match view.node(nat).map(|node| &node.properties) {
        Some(Value::Record(properties)) => properties.get("ConnectivityType") == Some(&Value::text("private")),
        _ => false,
    }
}
