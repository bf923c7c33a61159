use std::borrow::Cow;

use cloudc_base::Finding;
use cloudc_graph::Mode;

use crate::blame;
use crate::context::{Context, Findings};
use crate::read::written;
use crate::sets::{Addresses, Services};
use crate::topology::{GroupId, Peer, Place, PlaceId, Rule};
use crate::ways::{End, Search};

crate::check::code!("E0512" "open-to-internet" Error "open_to_internet.md");

/// Ports that are for those who run a system, and for its parts: whole networks of machines try them all day.
const INNER: &[(u16, &str)] = &[
    (22, "SSH"),
    (23, "Telnet"),
    (1433, "SQL Server"),
    (1521, "Oracle"),
    (2049, "NFS"),
    (2375, "Docker"),
    (2379, "etcd"),
    (3306, "MySQL"),
    (3389, "RDP"),
    (5432, "PostgreSQL"),
    (5601, "Kibana"),
    (6379, "Redis"),
    (9092, "Kafka"),
    (9200, "Elasticsearch"),
    (10250, "kubelet"),
    (11211, "Memcached"),
    (27017, "MongoDB"),
];

/// Rules that let most of the internet in where only few should be.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (id, group) in context.topology().groups.iter() {
        for rule in &group.ingress {
            let everybody = matches!(&rule.peer, Peer::Addresses(sources)
                if sources.later.is_none() && sources.addresses.is_most_of_the_internet());
            if let Some(what) = opened(&rule.services).filter(|_| everybody)
                && is_exposed(context, id, &rule.services)
            {
                findings.extend(finding(context, rule, &what));
            }
        }
    }
}

/// Whether the internet may come to someone who carries a group, as far as routes and lists go. Who carries it may be in
/// another program: then it may.
fn is_exposed(context: &Context<'_>, group: GroupId, services: &Services) -> bool {
    let all = context.topology();
    let carriers: Vec<_> = all.places.iter().filter(|(_, place)| place.guard.groups().contains(&group)).collect();
    let internet = End::Outside(Addresses::internet().clone());
    let reached = |(id, place): &(PlaceId, &Place)| {
        let end = End::Place(Cow::Borrowed(*place), Some(*id));
        !place.known || !Search::new(all).ways(&internet, &end, services).is_empty()
    };
    carriers.is_empty() || carriers.iter().any(reached)
}

/// What is opened that should not be, in words.
fn opened(services: &Services) -> Option<String> {
    if services.covers(&Services::tcp(0, u16::MAX)) {
        return Some("every port".to_owned());
    }
    let open = INNER.iter().filter(|(port, _)| services.meets(&Services::tcp(*port, *port)));
    let names: Vec<String> = open.map(|(port, name)| format!("{name} (tcp {port})")).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [one, more @ ..] => Some(format!("{one} and {} more", more.len())),
    }
}

fn finding(context: &Context<'_>, rule: &Rule, what: &str) -> Option<Finding> {
    let node = context.graph.node(rule.node).filter(|node| node.mode == Mode::Managed)?;
    let span = node.sentences.first().copied().unwrap_or_else(|| written(node, rule.property));
    let finding = blame::at(&CODE, node, span, format!("{what} is open to the whole internet"));
    Some(finding.help("say whose addresses may come in, or `@accept(\"open-to-internet\", \"why\")`"))
}
