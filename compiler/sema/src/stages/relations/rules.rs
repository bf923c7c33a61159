//! Rules of security groups: one for each way in and each way out, whoever asked for it.

use std::collections::BTreeSet;
use std::sync::Arc;

use cloudc_base::value::{Entries, Ports, Protocol, Value};
use cloudc_base::{Address, Span};
use cloudc_graph::{Lifecycle, Mode, Node, Place};
use ipnet::IpNet;

use super::Made;
use super::groups::Group;
use crate::program::Program;

/// A way of packets, as a group sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Ingress,
    Egress,
}

/// The other side of a rule.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Peer {
    Group(Group),
    /// Addresses: a range, or later text that is one.
    Addresses(Value),
    /// Later text that is a range of version 6.
    Addresses6(Value),
}

impl Peer {
    /// What it goes by in the address of a rule.
    fn key(&self) -> String {
        match self {
            Peer::Group(group) => group.key(),
            Peer::Addresses(Value::Later(later)) | Peer::Addresses6(Value::Later(later)) => later.to_string(),
            Peer::Addresses(range) | Peer::Addresses6(range) => range.to_string(),
        }
    }
}

/// A rule, and who asked for it.
#[derive(Debug)]
pub(super) struct Rule {
    group: Group,
    side: Side,
    peer: Peer,
    port: Ports,
    /// What sentences call the other side.
    names: BTreeSet<String>,
    sentences: Vec<Span>,
}

impl Made {
    /// Opens a port of a group for the other side; gives the address of the rule. One that is there already is one with it.
    pub(super) fn open(
        &mut self,
        (group, side): (&Group, Side),
        peer: &Peer,
        port: Ports,
        asked: (&str, Span),
    ) -> Address {
        let address = group.rule(side.word(), [peer.key(), port.to_string()]);
        let rule = self.rules.entry(address.clone()).or_insert_with(|| Rule {
            group: group.clone(),
            side,
            peer: peer.clone(),
            port,
            names: BTreeSet::new(),
            sentences: Vec::new(),
        });
        rule.names.insert(asked.0.to_owned());
        if !rule.sentences.contains(&asked.1) {
            rule.sentences.push(asked.1);
        }
        address
    }
}

impl Side {
    fn word(self) -> &'static str {
        match self {
            Side::Ingress => "ingress",
            Side::Egress => "egress",
        }
    }

    fn ty(self) -> Arc<str> {
        match self {
            Side::Ingress => "aws.ec2.SecurityGroupIngress".into(),
            Side::Egress => "aws.ec2.SecurityGroupEgress".into(),
        }
    }
}

impl Program<'_> {
    /// A rule as a node: it lives where its group lives, and was where that was.
    pub(super) fn rule_node(&mut self, address: Address, rule: Rule) -> Node {
        let place = rule.group.place.as_ref().map_or_else(Place::default, |place| self.place_of_group(place));
        let lifecycle = Lifecycle { was: self.former_rules(&address, &rule), ..Lifecycle::default() };
        let span = rule.sentences.first().copied().unwrap_or(Span::new(cloudc_base::FileId::ROOT, 0, 0));
        Node {
            through: self.through(&address),
            address,
            ty: rule.side.ty(),
            mode: Mode::Managed,
            properties: rule.properties(),
            written: Vec::new(),
            on: None,
            place,
            lifecycle,
            after: Vec::new(),
            span,
            sentences: rule.sentences,
        }
    }

    fn place_of_group(&mut self, place: &Address) -> Place {
        match (self.resources.contains_key(place), place.parent()) {
            (false, Some(holder)) => self.place_at(&holder.clone()),
            _ => self.place_at(place),
        }
    }

    /// Where a rule stood before its group, or the group of the other side, was renamed.
    fn former_rules(&mut self, address: &Address, rule: &Rule) -> Vec<Address> {
        let mut with_formers = |group: &Group| match &group.place {
            Some(place) => {
                let formers = self.formers(place).into_iter().map(|was| Group { place: Some(was), ..group.clone() });
                std::iter::once(group.clone()).chain(formers).collect()
            }
            None => vec![group.clone()],
        };
        let peers: Vec<String> = match &rule.peer {
            Peer::Group(group) => with_formers(group).iter().map(Group::key).collect(),
            other => vec![other.key()],
        };
        let mut all = Vec::new();
        for group in with_formers(&rule.group) {
            all.extend(peers.iter().map(|peer| group.rule(rule.side.word(), [peer.clone(), rule.port.to_string()])));
        }
        all.retain(|was| was != address);
        all
    }
}

impl Rule {
    fn properties(&self) -> Value {
        let mut record = Entries::new();
        record.set("GroupId", self.group.id.clone());
        let (protocol, range) = match (self.port.protocol, self.port.range) {
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
        let (name, value) = self.other();
        record.set(name, value);
        let words = if self.side == Side::Ingress { "from" } else { "to" };
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        record.set("Description", Value::text(described(&format!("{words} {}", names.join(", ")))));
        record.seal()
    }

    /// The property that says who the other side is.
    fn other(&self) -> (&'static str, Value) {
        match (&self.peer, self.side) {
            (Peer::Group(group), Side::Ingress) => ("SourceSecurityGroupId", group.id.clone()),
            (Peer::Group(group), Side::Egress) => ("DestinationSecurityGroupId", group.id.clone()),
            (Peer::Addresses(Value::Cidr(range @ IpNet::V6(_))), _) => ("CidrIpv6", Value::text(range.to_string())),
            (Peer::Addresses(Value::Cidr(range)), _) => ("CidrIp", Value::text(range.to_string())),
            (Peer::Addresses(other), _) => ("CidrIp", other.clone()),
            (Peer::Addresses6(other), _) => ("CidrIpv6", other.clone()),
        }
    }
}

/// A text in the letters that descriptions of rules may have.
fn described(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || " ._-:/()#,@[]+=&;{}!$*".contains(*c)).take(255).collect()
}
