//! Who may send packets to whom: a rule at each side, by group where there is one (D16).

use cloudc_base::value::{Entries, Ports, Protocol, Value};
use cloudc_base::{Address, Key, Span};
use cloudc_graph::{Lifecycle, Mode, Node, Party, Place};
use ipnet::IpNet;

use super::identity::Endpoint;
use super::parties::shown;
use super::statement::Statement;
use super::{Made, Pair};
use crate::mistakes::sentence;
use crate::program::{Eval, Program};

/// The other side of a rule.
enum Peer {
    /// A security group, by its id.
    Group(Value),
    /// Addresses: a range, or later text.
    Addresses(Value),
}

impl Program<'_> {
    /// Opens the ports of a sentence, at both sides; gives the addresses of the rules.
    pub(super) fn open_ports(&mut self, pair: &Pair<'_>, ports: &[Ports], made: &mut Made) -> Eval<Vec<Address>> {
        let Some(object) = pair.object else { return Ok(Vec::new()) };
        let (from, to) = (self.side(pair.subject, true, pair.span)?, self.side(object, false, pair.span)?);
        let mut opened = ports.to_vec();
        let mut group = to.as_ref().map(|to| to.group.clone());
        if let Some(to) = &to {
            if opened.is_empty() {
                opened = to.front.as_ref().filter(|_| from.is_none()).map_or(&to.ports, |front| &front.ports).clone();
            }
            if let Some(front) = &to.front
                && from.is_none()
                && opened.iter().all(|port| front.ports.contains(port))
            {
                group = Some(front.group.clone());
            }
        }
        if opened.is_empty() {
            return self.fail(sentence::which_ports(pair.span, &shown(object)));
        }
        let mut new = Vec::new();
        for port in opened {
            new.extend(self.open_port(pair, object, (from.as_ref(), group.as_ref()), port, made)?);
        }
        Ok(new)
    }

    fn open_port(
        &mut self,
        pair: &Pair<'_>,
        object: &Party,
        (from, to): (Option<&Endpoint>, Option<&Value>),
        port: Ports,
        made: &mut Made,
    ) -> Eval<Vec<Address>> {
        let mut new = Vec::new();
        if let (Some(from), Party::Thing(subject)) = (from, pair.subject) {
            let own = self.group_id(&from.group, pair.span)?;
            let peer = match to.filter(|group| **group != Value::Null) {
                Some(group) => Peer::Group(self.group_id(group, pair.span)?),
                None => Peer::Addresses(addresses(object)),
            };
            new.push(rule(subject, &own, object, &peer, port, Side::Egress, pair.span, made));
        }
        let Party::Thing(address) = object else { return Ok(new) };
        match to.filter(|group| **group != Value::Null) {
            Some(group) => {
                let own = self.group_id(group, pair.span)?;
                let peer = match from {
                    Some(from) => Peer::Group(self.group_id(&from.group, pair.span)?),
                    None => Peer::Addresses(addresses(pair.subject)),
                };
                new.push(rule(address, &own, pair.subject, &peer, port, Side::Ingress, pair.span, made));
            }
            None => give(address, pair.subject, port, made),
        }
        Ok(new)
    }

    /// The endpoint of a party that is a thing; the subject of packets needs a group of its own.
    fn side(&mut self, party: &Party, subject: bool, span: Span) -> Eval<Option<Endpoint>> {
        let address = match party {
            Party::Thing(address) => address,
            Party::Anyone => return self.fail(sentence::anyone_reaches(span)),
            _ => return Ok(None),
        };
        match self.endpoint(address)? {
            Some(endpoint) if subject && endpoint.group == Value::Null => {
                self.fail(sentence::no_network(span, &address.to_string()))
            }
            Some(endpoint) => Ok(Some(endpoint)),
            None => self.fail(sentence::no_endpoint(span, &address.to_string())),
        }
    }

    /// The ways that a subject needs to the APIs that its verbs call (D16).
    pub(super) fn ways(&mut self, pair: &Pair<'_>, statements: &[Statement], made: &mut Made) -> Eval<Vec<Address>> {
        let Party::Thing(subject) = pair.subject else { return Ok(Vec::new()) };
        if statements.iter().all(|statement| statement.service.is_none()) {
            return Ok(Vec::new());
        }
        let Some(endpoint) = self.endpoint(subject)?.filter(|endpoint| endpoint.group != Value::Null) else {
            return Ok(Vec::new());
        };
        let own = self.group_id(&endpoint.group, pair.span)?;
        let port = Ports { protocol: Protocol::Tcp, range: Some((443, 443)) };
        let peer = Peer::Addresses(addresses(&Party::Internet));
        Ok(vec![rule(subject, &own, &Party::Internet, &peer, port, Side::Egress, pair.span, made)])
    }
}

/// A way of packets, as a group sees it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Ingress,
    Egress,
}

/// The rule that opens a port at one side. A rule that is there already is one with it.
#[expect(clippy::too_many_arguments, reason = "a rule has these parts")]
fn rule(
    owner: &Address,
    group: &Value,
    other: &Party,
    peer: &Peer,
    port: Ports,
    side: Side,
    span: Span,
    made: &mut Made,
) -> Address {
    let (word, ty) = match side {
        Side::Ingress => ("ingress", "aws.ec2.SecurityGroupIngress"),
        Side::Egress => ("egress", "aws.ec2.SecurityGroupEgress"),
    };
    let keys = vec![Key::Text(shown(other).into()), Key::Text(port.to_string().into())];
    let address = owner.keyed(word, keys);
    if let Some(node) = made.rules.get_mut(&address) {
        if !node.sentences.contains(&span) {
            node.sentences.push(span);
        }
        return address;
    }
    let node = Node {
        address: address.clone(),
        ty: ty.into(),
        mode: Mode::Managed,
        properties: properties(group, other, peer, port, side),
        written: Vec::new(),
        on: None,
        place: Place::default(),
        lifecycle: Lifecycle::default(),
        after: Vec::new(),
        span,
        through: Vec::new(),
        sentences: vec![span],
    };
    made.rules.insert(address.clone(), node);
    address
}

fn properties(group: &Value, other: &Party, peer: &Peer, port: Ports, side: Side) -> Value {
    let mut record = Entries::new();
    record.set("GroupId", group.clone());
    let (protocol, range) = match (port.protocol, port.range) {
        (Protocol::Tcp, range) => ("tcp", Some(range.map_or((0, 65535), |(a, b)| (i64::from(a), i64::from(b))))),
        (Protocol::Udp, range) => ("udp", Some(range.map_or((0, 65535), |(a, b)| (i64::from(a), i64::from(b))))),
        (Protocol::Icmp, _) => ("icmp", Some((-1, -1))),
        (Protocol::All, _) => ("-1", None),
    };
    record.set("IpProtocol", Value::text(protocol));
    if let Some((first, last)) = range {
        record.set("FromPort", Value::Int(first));
        record.set("ToPort", Value::Int(last));
    }
    match (peer, side) {
        (Peer::Group(id), Side::Ingress) => record.set("SourceSecurityGroupId", id.clone()),
        (Peer::Group(id), Side::Egress) => record.set("DestinationSecurityGroupId", id.clone()),
        (Peer::Addresses(Value::Cidr(IpNet::V6(range))), _) => record.set("CidrIpv6", Value::text(range.to_string())),
        (Peer::Addresses(Value::Cidr(range)), _) => record.set("CidrIp", Value::text(range.to_string())),
        (Peer::Addresses(other), _) => record.set("CidrIp", other.clone()),
    }
    let words = if side == Side::Ingress { "from" } else { "to" };
    record.set("Description", Value::text(described(&format!("{words} {}", shown(other)))));
    record.seal()
}

/// A text in the letters that descriptions of rules may have.
fn described(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || " ._-:/()#,@[]+=&;{}!$*".contains(*c)).take(255).collect()
}

/// The addresses of a party without a group.
fn addresses(party: &Party) -> Value {
    match party {
        Party::Cidr(range) => Value::Cidr(*range),
        Party::Ip(address) => Value::Cidr(IpNet::from(*address)),
        Party::Later(later) => Value::Later(later.clone()),
        Party::Internet | Party::Thing(_) | Party::Anyone | Party::Any(_) => {
            Value::Cidr(IpNet::V4(ipnet::Ipv4Net::default()))
        }
    }
}

/// Tells an object without a group of ours who may reach it, on which ports (D16).
fn give(object: &Address, subject: &Party, port: Ports, made: &mut Made) {
    let entries = made.given.entry(object.clone()).or_default();
    let key = format!("{}.reach", shown(subject));
    let mut ports = match entries.get(&key) {
        Some(Value::Record(entry)) => match entry.get("ports") {
            Some(Value::List(ports)) => ports.to_vec(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    ports.push(Value::Ports(port));
    let cidr = match subject {
        Party::Thing(_) => Value::Null,
        other => addresses(other),
    };
    let subject = match subject {
        Party::Thing(address) => Value::Handle(address.clone()),
        _ => Value::Null,
    };
    let entry = Value::record([
        ("verb", Value::text("reach")),
        ("subject", subject),
        ("principal", Value::Null),
        ("source", Value::Null),
        ("actions", Value::list([])),
        ("on", Value::list([])),
        ("cidr", cidr),
        ("pod", Value::Null),
        ("ports", Value::list(ports)),
    ]);
    entries.set(key, entry);
}
