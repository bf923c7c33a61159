//! What sentences tell their objects (D14): what the subject's own policy, or a rule of a group, cannot carry.

use std::sync::Arc;

use cloudc_base::value::{Entries, From, Later, Ports, Value};
use cloudc_base::{Address, Span};
use cloudc_graph::{Party, Verb};

use super::identity::Identity;
use super::parties::shown;
use super::rules::Peer;
use super::statement::Statement;
use super::{Made, Pair};
use crate::mistakes::{lost_sentence, sentence};
use crate::program::{Eval, Program};

impl Program<'_> {
    /// Tells the owners of what statements are about who may do what.
    pub(super) fn give(
        &mut self,
        pair: &Pair<'_>,
        verb: &Verb,
        identity: &Identity,
        statements: &[Statement],
        made: &mut Made,
    ) {
        let mut told: Vec<(Address, &Statement)> = Vec::new();
        for statement in statements {
            if let Some(owner) = self.writer(pair, statement) {
                told.push((owner, statement));
            }
        }
        let word = match verb {
            Verb::Named(name) | Verb::Action(name) => name.to_string(),
            Verb::Reach => "reach".to_owned(),
            Verb::Statements(_) => "verb".to_owned(),
        };
        let (principal, source) = match identity {
            Identity::Principal { principal, source } => (principal.clone(), source.clone()),
            Identity::Role(role) => (arn_of(role, pair.span), Value::Null),
        };
        for (owner, statement) in told {
            let entries = made.given.entry(owner).or_default();
            let key = key_of(entries, &format!("{}.{word}", shown(pair.subject)), &statement.condition);
            let mut entry = entry(entries, &key, &word, pair.subject);
            entry.set("principal", principal.clone());
            entry.set("source", source.clone());
            entry.set("where", statement.condition.clone());
            join(&mut entry, "actions", statement.actions.iter().cloned().map(Value::Text));
            join(&mut entry, "on", statement.on.iter().cloned());
            entries.set(key, entry.seal());
        }
    }

    /// Tells an object without a group of ours who may reach it, on which ports (D16).
    pub(super) fn give_ports(&mut self, object: &Address, pair: &Pair<'_>, from: Peer, port: Ports, made: &mut Made) {
        let owner = match self.told(object.clone(), Some(object)) {
            Some(owner) => owner,
            // Whoever sends has a way out: nothing is lost where nobody has to let it in.
            None if matches!(from, Peer::Group(_)) => return,
            None => return self.lost(object, pair),
        };
        let entries = made.given.entry(owner).or_default();
        let key = format!("{}.reach", shown(pair.subject));
        let mut entry = entry(entries, &key, "reach", pair.subject);
        if let Peer::Addresses(range) | Peer::Addresses6(range) = from {
            entry.set("cidr", range);
        }
        join(&mut entry, "ports", [Value::Ports(port)]);
        entries.set(key, entry.seal());
    }

    /// Tells pods who may reach them, `reach`, or whom they may reach, `out`: other pods, a range, or what is no pod and has
    /// a group of its own; on which ports.
    pub(super) fn give_pods(
        &mut self,
        pods: &Party,
        way: Way,
        pair: &Pair<'_>,
        ports: &[Ports],
        made: &mut Made,
    ) -> Eval<()> {
        let Party::Thing(address) = pods else { return Ok(()) };
        let Some(owner) = self.told(address.clone(), Some(address)) else { return Ok(()) };
        let other = if way == Way::In { Some(pair.subject) } else { pair.object };
        let (mut pod, mut range, mut name) = (Value::Null, Some(Peer::Addresses(anywhere())), "services".to_owned());
        if let Some(other) = other {
            name = shown(other);
            let endpoint = match other {
                Party::Thing(thing) => self.endpoint(thing, pair.span)?,
                _ => None,
            };
            pod = endpoint.as_ref().and_then(|endpoint| endpoint.pod.clone()).unwrap_or(Value::Null);
            let grouped = endpoint.is_some_and(|endpoint| endpoint.group.is_some());
            range = if grouped { None } else { Some(self.addresses(other, pair.span)?) };
        }
        let entries = made.given.entry(owner).or_default();
        let key = format!("{name}.{}", way.word());
        let mut entry = entry(entries, &key, way.word(), pair.subject);
        entry.set("pod", pod);
        if let Some(Peer::Addresses(range) | Peer::Addresses6(range)) = range {
            entry.set("cidr", range);
        }
        join(&mut entry, "ports", ports.iter().copied().map(Value::Ports));
        entries.set(key, entry.seal());
        Ok(())
    }

    /// Tells a network that something inside of it calls a service.
    pub(super) fn give_call(&mut self, network: Address, service: &str, made: &mut Made) {
        let entries = made.given.entry(network).or_default();
        let nobody = Party::Internet;
        let entry = entry(entries, service, "call", &nobody);
        entries.set(Arc::from(service), entry.seal());
    }

    /// The instance that writes down a statement: of what it is about, or of the object; none, which is found, if nobody
    /// does.
    fn writer(&mut self, pair: &Pair<'_>, statement: &Statement) -> Option<Address> {
        let object = match pair.object {
            Some(Party::Thing(object)) => Some(object),
            _ => None,
        };
        // A statement about another noun's thing (the key of a queue) goes to that noun.
        let start = statement.about().or_else(|| object.cloned())?;
        let owner = self.told(start.clone(), object);
        if owner.is_none() {
            let thing = self.holder(&start).or_else(|| object.cloned()).unwrap_or(start);
            self.lost(&thing, pair);
        }
        owner
    }

    /// The innermost instance around a thing that reads what it is given; else of the object and what that acts as.
    fn told(&mut self, thing: Address, object: Option<&Address>) -> Option<Address> {
        let mut at = Some(thing);
        while let Some(address) = at {
            if self.reads_given(&address) {
                return Some(address);
            }
            at = address.parent().cloned();
        }
        let mut at = object.cloned();
        while let Some(address) = at {
            if self.reads_given(&address) {
                return Some(address);
            }
            let instance = self.instances.get(&address).cloned()?;
            at = self.acts_as(instance.frame, instance.span).ok().flatten().filter(|inner| *inner != address);
        }
        None
    }

    /// The innermost instance around a thing, or the thing if it is one.
    fn holder(&self, thing: &Address) -> Option<Address> {
        let mut at = Some(thing);
        while let Some(address) = at.filter(|address| **address != Address::root()) {
            if self.instances.contains_key(address) {
                return Some(address.clone());
            }
            at = address.parent();
        }
        None
    }

    /// Nobody writes down what a sentence says.
    fn lost(&mut self, thing: &Address, pair: &Pair<'_>) {
        let (name, subject) = (thing.to_string(), shown(pair.subject));
        let finding = match self.instances.get(thing) {
            _ if self.is_foreign_at(thing) => lost_sentence::foreign(pair.span, &name, &subject),
            Some(instance) if instance.known.is_some() => {
                lost_sentence::existing(pair.span, &name, &subject, instance.span)
            }
            Some(instance) => lost_sentence::unread(pair.span, &name, &subject, &instance.noun, instance.span),
            None => sentence::object_cannot(pair.span, &name, &subject),
        };
        self.report(finding);
    }
}

/// Which way packets go, as pods see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    In,
    Out,
}

impl Way {
    fn word(self) -> &'static str {
        match self {
            Way::In => "reach",
            Way::Out => "out",
        }
    }
}

/// Every address of version 4.
fn anywhere() -> Value {
    Value::Cidr(ipnet::IpNet::V4(ipnet::Ipv4Net::default()))
}

/// The entry of a key, as far as it is there.
fn entry(entries: &Entries, key: &str, word: &str, subject: &Party) -> Entries {
    if let Some(Value::Record(known)) = entries.get(key) {
        return known.entries();
    }
    let mut entry = Entries::new();
    entry.set("verb", Value::text(word));
    entry
        .set("subject", if let Party::Thing(address) = subject { Value::Handle(address.clone()) } else { Value::Null });
    for name in ["principal", "source"] {
        entry.set(name, Value::Null);
    }
    entry.set("actions", Value::list([]));
    entry.set("on", Value::list([]));
    for name in ["where", "cidr", "pod", "ports"] {
        entry.set(name, Value::Null);
    }
    entry
}

/// The key of an entry: statements with another condition have one of their own.
fn key_of(entries: &Entries, key: &str, condition: &Value) -> String {
    let is_other = |key: &str| match entries.get(key) {
        Some(Value::Record(known)) => known.get("where").unwrap_or(&Value::Null) != condition,
        _ => false,
    };
    let mut own = key.to_owned();
    let mut number = 2;
    while is_other(&own) {
        own = format!("{key}.{number}");
        number += 1;
    }
    own
}

/// Adds values to a list of an entry.
fn join(entry: &mut Entries, name: &str, values: impl IntoIterator<Item = Value>) {
    let mut all = match entry.get(name) {
        Some(Value::List(known)) => known.to_vec(),
        _ => Vec::new(),
    };
    for value in values {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    entry.set(Arc::from(name), Value::list(all));
}

/// What an instance is given, by key: the order of sentences in the source is no part of what they mean.
pub(super) fn sorted(entries: &Entries) -> Entries {
    let mut all: Vec<(Arc<str>, Value)> = entries.iter().map(|(key, value)| (Arc::clone(key), value.clone())).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut sorted = Entries::new();
    all.into_iter().for_each(|(key, value)| sorted.set(key, value));
    sorted
}

fn arn_of(role: &Address, span: Span) -> Value {
    Later::new(From::Attribute { of: role.clone(), path: "Arn".into() }, span).value()
}
