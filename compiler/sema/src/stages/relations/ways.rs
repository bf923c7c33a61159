//! The ways that a subject needs to the APIs that its verbs call (D16): to the network's endpoint for a service, where it
//! has one, else to the internet.

use std::sync::Arc;

use cloudc_base::value::{From, Ports, Protocol, Value};
use cloudc_base::{Address, Span};
use cloudc_graph::Party;

use super::given::Way;
use super::groups::Group;
use super::rules::{Peer, Side};
use super::statement::Statement;
use super::{Made, Pair};
use crate::program::{Eval, Program};

/// The type of a network's endpoint for a service.
const ENDPOINT: &str = "aws.ec2.VPCEndpoint";

/// Services whose endpoints are not called as their actions begin (docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html).
const NAMES: &[(&str, &[&str])] = &[
    ("cloudwatch", &["monitoring"]),
    ("ecr", &["ecr.api", "ecr.dkr"]),
    ("firehose", &["kinesis-firehose"]),
    ("kinesis", &["kinesis-streams"]),
];

/// Services without an interface endpoint: they are called in the internet, or by an endpoint of route tables.
const WITHOUT: &[&str] = &[
    "aws-marketplace",
    "cloudfront",
    "dynamodb",
    "ec2-instance-connect",
    "globalaccelerator",
    "iam",
    "organizations",
    "route53",
    "route53domains",
    "s3",
    "shield",
    "support",
    "waf",
];

/// A network's endpoint for a service.
#[derive(Debug, Clone)]
pub(super) struct Door {
    /// The network's id.
    network: Value,
    /// What it goes by in the name of the service: `sqs`, `ecr.api`.
    service: String,
    /// Its groups. One that is an entry of route tables has none: it is reached at the service's own addresses, which no
    /// rule can name until engines can ask for the service's prefix list.
    groups: Vec<Group>,
}

impl Program<'_> {
    /// Opens the ways of a subject to the services of statements; gives the addresses of the rules.
    pub(super) fn ways(&mut self, pair: &Pair<'_>, statements: &[Statement], made: &mut Made) -> Eval<Vec<Address>> {
        let Party::Thing(subject) = pair.subject else { return Ok(Vec::new()) };
        if statements.iter().all(|statement| statement.service.is_none()) {
            return Ok(Vec::new());
        }
        let Some(endpoint) = self.endpoint(subject, pair.span)? else { return Ok(Vec::new()) };
        if endpoint.pod.is_some() {
            let https = Ports { protocol: Protocol::Tcp, range: Some((443, 443)) };
            let service = Pair { object: None, ..*pair };
            self.give_pods(pair.subject, Way::Out, &service, &[https], made)?;
        }
        let Some(own) = endpoint.group else { return Ok(Vec::new()) };
        let mut new = Vec::new();
        for statement in statements {
            let Some(service) = &statement.service else { continue };
            let here = self.is_here(&own, statement);
            for peer in self.ways_to(&own, service, here, pair.span, made)? {
                self.open_way(&own, &peer, service, pair, made, &mut new);
            }
        }
        new.sort();
        new.dedup();
        Ok(new)
    }

    fn open_way(
        &mut self,
        own: &Group,
        peer: &Peer,
        service: &str,
        pair: &Pair<'_>,
        made: &mut Made,
        new: &mut Vec<Address>,
    ) {
        let port = Ports { protocol: Protocol::Tcp, range: Some((443, 443)) };
        let name = if matches!(peer, Peer::Addresses(_)) { "internet" } else { service };
        new.push(made.open((own, Side::Egress), peer, port, (name, pair.span)));
        if let Peer::Group(door) = peer {
            let subject = super::parties::shown(pair.subject);
            new.push(made.open((door, Side::Ingress), &Peer::Group(own.clone()), port, (&subject, pair.span)));
        }
    }

    /// The other sides of the ways from a group to a service: one for each name that the service has in networks.
    fn ways_to(&mut self, own: &Group, service: &str, here: bool, span: Span, made: &mut Made) -> Eval<Vec<Peer>> {
        let network = self.network_of(own)?;
        let doors = match (network == Value::Null || !here, &made.doors) {
            (true, _) => Arc::from([]),
            (false, Some(doors)) => Arc::clone(doors),
            (false, None) => Arc::clone(made.doors.insert(self.doors()?)),
        };
        let single = [service];
        let names = NAMES.iter().find(|(known, _)| *known == service).map_or(&single[..], |(_, names)| names);
        let mut peers = Vec::new();
        for name in names {
            let door = doors.iter().find(|door| door.network == network && door.service == *name);
            let group = match door {
                Some(door) => door.groups.first().cloned(),
                None if here => self.promised(&network, name, span, made)?,
                None => None,
            };
            let peer = match group {
                Some(group) => Peer::Group(group),
                None => self.addresses(&Party::Internet, span)?,
            };
            if !peers.contains(&peer) {
                peers.push(peer);
            }
        }
        Ok(peers)
    }

    /// The group of an endpoint that a network makes because it is called (E7): the network is told of the service, and
    /// shows the group as its own endpoint. None where it makes none, or there is no such endpoint.
    fn promised(&mut self, network: &Value, service: &str, span: Span, made: &mut Made) -> Eval<Option<Group>> {
        let Some(owner) = self.maker(network) else { return Ok(None) };
        if WITHOUT.contains(&service) || !self.reads_given(&owner) {
            return Ok(None);
        }
        let group = self.endpoint(&owner, span)?.and_then(|endpoint| endpoint.group);
        if group.is_some() {
            self.give_call(owner, service, made);
        }
        Ok(group)
    }

    /// The instance that makes a network, by the network's id.
    fn maker(&self, network: &Value) -> Option<Address> {
        let Value::Later(later) = network else { return None };
        let From::Attribute { of, .. } = later.from() else { return None };
        of.parent().filter(|owner| **owner != Address::root() && self.instances.contains_key(*owner)).cloned()
    }

    /// The id of the network that a group belongs to; null if nobody knows.
    fn network_of(&mut self, group: &Group) -> Eval {
        let Some(place) = &group.place else { return Ok(Value::Null) };
        self.written_of(place, "VpcId")
    }

    /// What a resource sets a property to, null if it does not.
    fn written_of(&mut self, address: &Address, property: &str) -> Eval {
        match self.resources.get(address).cloned() {
            Some(resource) => self.set_to(address, &resource, &property.into(), resource.span),
            None => Ok(Value::Null),
        }
    }

    /// All endpoints of the program's networks.
    fn doors(&mut self) -> Eval<Arc<[Door]>> {
        let of_type = self.resources.iter().filter(|(_, resource)| resource.ty.name() == ENDPOINT);
        let all: Vec<(Address, Span)> = of_type.map(|(address, resource)| (address.clone(), resource.span)).collect();
        let mut doors = Vec::new();
        for (address, span) in all {
            let name = self.written_of(&address, "ServiceName")?;
            let Some(service) = service_of(&name) else { continue };
            let network = self.written_of(&address, "VpcId")?;
            let gateway =
                !matches!(self.written_of(&address, "VpcEndpointType")?, Value::Text(kind) if &*kind != "Gateway");
            let groups = match self.written_of(&address, "SecurityGroupIds")? {
                Value::List(ids) if !gateway => self.groups_of(&ids, span)?,
                _ => Vec::new(),
            };
            doors.push(Door { network, service, groups });
        }
        Ok(doors.into())
    }

    fn groups_of(&mut self, ids: &[Value], span: Span) -> Eval<Vec<Group>> {
        let mut groups = Vec::new();
        for id in ids {
            groups.extend(self.group(id, span)?);
        }
        Ok(groups)
    }

    /// Whether what a statement is about lives where the group lives: endpoints lead to services of their own region.
    fn is_here(&mut self, own: &Group, statement: &Statement) -> bool {
        let (Some(of), Some(place)) = (statement.about(), &own.place) else { return true };
        self.place_at(&of).region == self.place_at(&place.clone()).region
    }
}

/// What a service is called behind its region: `sqs` of `com.amazonaws.eu-west-1.sqs`, where the region may be later.
fn service_of(name: &Value) -> Option<String> {
    let later = match name {
        Value::Text(name) => {
            let (_, rest) = name.split_once("amazonaws.")?;
            return Some(rest.split_once('.')?.1.to_owned());
        }
        Value::Later(later) => later,
        _ => return None,
    };
    match later.from() {
        From::Joined(parts) => match parts.last()? {
            Value::Text(end) => Some(end.strip_prefix('.')?.to_owned()),
            _ => None,
        },
        _ => None,
    }
}
