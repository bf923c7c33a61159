use cloudc_base::value::Value;
use rustc_hash::FxHashMap;

use super::front::fronts;
use super::{PlaceId, Topology};
use crate::read::{Sure, Target, at, first, number, text};
use crate::sets::Services;

/// Something that takes packets and hands them on to others: a balancer, an endpoint of a service of ours.
#[derive(Debug)]
pub(crate) struct Relay {
    /// The node.
    pub(crate) node: usize,
    /// Where it takes them.
    pub(crate) places: Vec<PlaceId>,
    pub(crate) handings: Vec<Handing>,
    /// Whether it takes them on the internet, whatever its places are: these only send.
    pub(crate) is_front: bool,
}

/// What a relay hands on to whom.
#[derive(Debug)]
pub(crate) struct Handing {
    /// What it takes.
    pub(crate) takes: Services,
    /// To whom.
    pub(crate) to: Vec<PlaceId>,
    /// As what it arrives there.
    pub(crate) gives: Services,
    pub(crate) sender: Sender,
    /// The node that says what is taken: a listener.
    pub(crate) listener: usize,
    /// The node that says to whom: a target group, a service.
    pub(crate) targets: usize,
}

/// Who is seen as the sender of what arrives, and by which way it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    /// Who sent it first.
    First,
    /// The relay, by the routes of its subnets.
    Relay,
    /// The endpoint that stands for a service, whose packets come out at the service's balancer, whatever routes say.
    Endpoint,
    /// Interfaces that the cloud makes beside the target, known by the list of addresses of its edge.
    Edge,
}

const BALANCER: &str = "aws.elasticloadbalancingv2.LoadBalancer";
const CLASSIC: &str = "aws.elasticloadbalancing.LoadBalancer";
const LISTENER: &str = "aws.elasticloadbalancingv2.Listener";
const RULE: &str = "aws.elasticloadbalancingv2.ListenerRule";
const TARGETS: &str = "aws.elasticloadbalancingv2.TargetGroup";
const SERVICE: &str = "aws.ec2.VPCEndpointService";

/// Who stands behind a target group: a place, and the port of each if it has its own.
type Members = FxHashMap<usize, Vec<(PlaceId, Option<u16>)>>;

/// Finds the relays.
pub(super) fn build(all: &mut Topology<'_>) {
    let owners = owners(all);
    let members = members(all, &owners);
    let mut relays: Vec<Relay> = Vec::new();
    let mut by_node: FxHashMap<usize, usize> = FxHashMap::default();
    for ty in [BALANCER, CLASSIC] {
        for (node, _) in all.index.of_type(ty) {
            by_node.insert(node, relays.len());
            let places = owners.get(&node).cloned().unwrap_or_default();
            relays.push(Relay { node, places, handings: Vec::new(), is_front: false });
        }
    }
    listeners(all, &mut relays, &by_node, &members);
    classics(all, &mut relays, &by_node, &owners);
    endpoint_services(all, &mut relays, &by_node, &owners);
    relays.extend(fronts(all, &|node| owners.get(&node).cloned().unwrap_or_default()));
    let mut handed = vec![Vec::new(); all.places.len()];
    for (number, relay) in relays.iter().enumerate() {
        for (which, handing) in relay.handings.iter().enumerate() {
            for place in &handing.to {
                if let Some(list) = handed.get_mut(super::Id::number(*place)) {
                    list.push((number, which));
                }
            }
        }
    }
    all.relays = relays;
    all.handed = handed;
}

/// The places of each node.
fn owners(all: &Topology<'_>) -> FxHashMap<usize, Vec<PlaceId>> {
    let mut owners: FxHashMap<usize, Vec<PlaceId>> = FxHashMap::default();
    for (id, place) in all.places.iter() {
        owners.entry(place.owner).or_default().push(id);
    }
    owners
}

/// The members of each target group: those that it names, and those that name it.
fn members(all: &Topology<'_>, owners: &FxHashMap<usize, Vec<PlaceId>>) -> Members {
    let index = all.index;
    let mut members = Members::default();
    let mut add = |group: usize, node: usize, port: Option<u16>| {
        let places = owners.get(&node).into_iter().flatten();
        members.entry(group).or_default().extend(places.map(|place| (*place, port)));
    };
    for (group, node) in index.of_type(TARGETS) {
        for target in at(&node.properties, "Targets") {
            let port = first(target, "Port").and_then(port);
            if let Some(Target::Node(member)) = first(target, "Id").map(|value| index.target(value, &[])) {
                add(group, member, port);
            }
        }
    }
    for (number, node) in index.of_type("aws.autoscaling.AutoScalingGroup") {
        for path in ["TargetGroupARNs", "TrafficSources.Identifier"] {
            index.referred(node, path, TARGETS).into_iter().for_each(|group| add(group, number, None));
        }
    }
    for (number, node) in index.of_type("aws.ecs.Service") {
        for entry in at(&node.properties, "LoadBalancers") {
            let port = first(entry, "ContainerPort").and_then(port);
            let group = first(entry, "TargetGroupArn").and_then(|value| index.node_of(value, TARGETS));
            group.into_iter().for_each(|group| add(group, number, port));
        }
    }
    for (number, node) in index.of_type("aws.ec2.SpotFleet") {
        let path = "SpotFleetRequestConfigData.LoadBalancersConfig.TargetGroupsConfig.TargetGroups.Arn";
        index.referred(node, path, TARGETS).into_iter().for_each(|group| add(group, number, None));
    }
    members
}

/// The number of a port.
pub(super) fn port_of(value: &Value) -> Option<u16> {
    port(value)
}

fn port(value: &Value) -> Option<u16> {
    number(value).and_then(|port| u16::try_from(port).ok())
}

/// What listeners and their rules hand on.
fn listeners(all: &Topology<'_>, relays: &mut [Relay], by_node: &FxHashMap<usize, usize>, members: &Members) {
    let index = all.index;
    let mut actions: Vec<(usize, usize, &str)> = Vec::new();
    for (listener, _) in index.of_type(LISTENER) {
        actions.push((listener, listener, "DefaultActions"));
    }
    for (rule, node) in index.of_type(RULE) {
        let listeners = index.referred(node, "ListenerArn", LISTENER);
        actions.extend(listeners.into_iter().map(|listener| (listener, rule, "Actions")));
    }
    for (listener, holder, path) in actions {
        let (Some(at_listener), Some(at_holder)) = (index.node(listener), index.node(holder)) else { continue };
        let balancer = index.referred(at_listener, "LoadBalancerArn", BALANCER).first().copied();
        let Some(relay) = balancer.and_then(|node| relays.get_mut(*by_node.get(&node)?)) else { continue };
        let takes = takes(&at_listener.properties);
        for suffix in ["TargetGroupArn", "ForwardConfig.TargetGroups.TargetGroupArn"] {
            for group in index.referred(at_holder, &format!("{path}.{suffix}"), TARGETS) {
                relay.handings.extend(handings(all, (relay.node, holder, group), &takes, members));
            }
        }
    }
    for relay in relays {
        // A target group stands in both spellings of an action.
        let mut seen = Vec::new();
        relay.handings.retain(|one| {
            let key = (one.listener, one.targets, one.to.clone(), one.gives.clone());
            let new = !seen.contains(&key);
            seen.push(key);
            new
        });
    }
}

/// What a listener takes.
pub(super) fn takes(properties: &Value) -> Services {
    let protocol = first(properties, "Protocol").and_then(text);
    match first(properties, "Port").and_then(port) {
        Some(port) => of_protocol(protocol, port, port),
        None => of_protocol(protocol, 0, u16::MAX),
    }
}

/// Ports of what a balancer calls a protocol.
fn of_protocol(protocol: Option<&str>, first: u16, last: u16) -> Services {
    let udp = || Services::ports(17, first, last);
    match protocol {
        Some("UDP" | "QUIC") => udp(),
        Some("TCP_UDP" | "TCP_QUIC") => Services::tcp(first, last).or(&udp()),
        Some("GENEVE") => Services::all(),
        _ => Services::tcp(first, last),
    }
}

/// What one listener hands to one target group: by the port at which it arrives.
fn handings(
    all: &Topology<'_>,
    (balancer, listener, group): (usize, usize, usize),
    takes: &Services,
    members: &Members,
) -> Vec<Handing> {
    let Some(node) = all.index.node(group) else { return Vec::new() };
    let own = first(&node.properties, "Port").and_then(port);
    let protocol = first(&node.properties, "Protocol").and_then(text);
    let sender = if keeps_source(all, balancer, &node.properties) { Sender::First } else { Sender::Relay };
    let mut by_port: Vec<(Option<u16>, Vec<PlaceId>)> = Vec::new();
    for (place, port) in members.get(&group).into_iter().flatten() {
        let port = port.or(own);
        match by_port.iter_mut().find(|(known, _)| *known == port) {
            Some((_, places)) => places.push(*place),
            None => by_port.push((port, vec![*place])),
        }
    }
    let of_port = |port: Option<u16>| match port {
        Some(port) => of_protocol(protocol, port, port),
        None => of_protocol(protocol, 0, u16::MAX),
    };
    let takes = || takes.clone();
    by_port
        .into_iter()
        .map(|(port, to)| Handing { takes: takes(), to, gives: of_port(port), sender, listener, targets: group })
        .collect()
}

/// Whether targets see who sent a packet: those of a network balancer that are machines do unless it is turned off.
///
/// Source: "Client IP preservation" in the guide to Network Load Balancers.
fn keeps_source(all: &Topology<'_>, balancer: usize, group: &Value) -> bool {
    let kind = all.index.node(balancer).and_then(|node| first(&node.properties, "Type")).and_then(text);
    if kind != Some("network") {
        return false;
    }
    let set = at(group, "TargetGroupAttributes")
        .into_iter()
        .find(|attribute| first(attribute, "Key").and_then(text) == Some("preserve_client_ip.enabled"));
    if let Some(value) = set.and_then(|attribute| first(attribute, "Value")) {
        return Sure::flag(value) == Sure::Yes;
    }
    let protocol = first(group, "Protocol").and_then(text);
    match first(group, "TargetType").and_then(text) {
        Some("ip") => matches!(protocol, Some("UDP" | "TCP_UDP" | "QUIC" | "TCP_QUIC")),
        _ => true,
    }
}

/// What classic balancers hand on: they name machines, and groups of machines name them.
fn classics(
    all: &Topology<'_>,
    relays: &mut [Relay],
    by_node: &FxHashMap<usize, usize>,
    owners: &FxHashMap<usize, Vec<PlaceId>>,
) {
    let index = all.index;
    let mut behind: FxHashMap<usize, Vec<PlaceId>> = FxHashMap::default();
    let places = |node: usize| owners.get(&node).cloned().unwrap_or_default();
    for (balancer, node) in index.of_type(CLASSIC) {
        for value in at(&node.properties, "Instances") {
            if let Target::Node(member) = index.target(value, &["aws.ec2.Instance"]) {
                behind.entry(balancer).or_default().extend(places(member));
            }
        }
    }
    for (number, node) in index.of_type("aws.autoscaling.AutoScalingGroup") {
        for balancer in index.referred(node, "LoadBalancerNames", CLASSIC) {
            behind.entry(balancer).or_default().extend(places(number));
        }
    }
    for (balancer, node) in index.of_type(CLASSIC) {
        let Some(relay) = by_node.get(&balancer).and_then(|&at| relays.get_mut(at)) else { continue };
        for listener in at(&node.properties, "Listeners") {
            let part = |name: &str| first(listener, name).and_then(port);
            let (Some(from), Some(to)) = (part("LoadBalancerPort"), part("InstancePort")) else { continue };
            relay.handings.push(Handing {
                takes: Services::tcp(from, from),
                to: behind.get(&balancer).cloned().unwrap_or_default(),
                gives: Services::tcp(to, to),
                sender: Sender::Relay,
                listener: balancer,
                targets: balancer,
            });
        }
    }
}

/// Endpoints of services that balancers of the program offer: what they take goes to the balancer.
fn endpoint_services(
    all: &Topology<'_>,
    relays: &mut Vec<Relay>,
    by_node: &FxHashMap<usize, usize>,
    owners: &FxHashMap<usize, Vec<PlaceId>>,
) {
    let index = all.index;
    for (endpoint, node) in index.of_type("aws.ec2.VPCEndpoint") {
        let Some(value) = first(&node.properties, "ServiceName") else { continue };
        let Some(service) = mentioned(all, value) else { continue };
        let Some(at_service) = index.node(service) else { continue };
        let balancers = index.referred(at_service, "NetworkLoadBalancerArns", BALANCER);
        let handings: Vec<Handing> = balancers
            .into_iter()
            .filter_map(|balancer| relays.get(*by_node.get(&balancer)?))
            .map(|relay| Handing {
                takes: Services::all(),
                to: relay.places.clone(),
                gives: Services::all(),
                sender: Sender::Endpoint,
                listener: endpoint,
                targets: service,
            })
            .collect();
        let places = owners.get(&endpoint).cloned().unwrap_or_default();
        relays.push(Relay { node: endpoint, places, handings, is_front: false });
    }
}

/// The endpoint service that a name is made of: `"com.amazonaws.vpce.${app.region}.${service.ServiceId}"`.
fn mentioned(all: &Topology<'_>, value: &Value) -> Option<usize> {
    let mut found = None;
    cloudc_graph::references(value, |reference| found = found.or(all.index.number(reference.of)));
    found.filter(|&number| all.index.is(number, SERVICE))
}
