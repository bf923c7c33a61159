//! Who acts and what can be reached: the contract of instances, and what stands for it with raw resources.

use std::sync::Arc;

use cloudc_base::value::{From, Later, Record, Value};
use cloudc_base::{Address, Span};
use cloudc_graph::Party;

use crate::hir::{ItemKind, Items, Name};
use crate::mistakes::sentence;
use crate::program::{Eval, Instance, Program};

/// Who acts.
#[derive(Debug, Clone)]
pub(super) enum Identity {
    /// A role, user or group, whose policies sentences extend.
    Role(Address),
    /// Somebody that policies of the object must name: a principal, and the resource it acts for.
    Principal { principal: Value, source: Value },
}

impl Program<'_> {
    /// Who a subject is.
    pub(super) fn identity(&mut self, subject: &Party, span: Span) -> Eval<Identity> {
        match subject {
            Party::Thing(address) if self.instances.contains_key(address) => match self.word_of(address, "identity")? {
                Some(Value::Record(identity)) => self.identity_of(address, &identity, span),
                _ => self.fail(sentence::no_identity(span, &address.to_string())),
            },
            Party::Thing(address) => self.raw_identity(address, span),
            Party::Anyone | Party::Internet => {
                Ok(Identity::Principal { principal: Value::text("*"), source: Value::Null })
            }
            other => self.fail(sentence::no_identity(span, &super::parties::shown(other))),
        }
    }

    fn identity_of(&mut self, address: &Address, identity: &Record, span: Span) -> Eval<Identity> {
        let part = |name: &str| identity.get(name).filter(|value| **value != Value::Null).cloned();
        if let Some(Value::Handle(role)) = part("role") {
            return Ok(Identity::Role(role));
        }
        match part("service").or_else(|| part("principal")) {
            Some(principal) => Ok(Identity::Principal { principal, source: part("source").unwrap_or(Value::Null) }),
            None => self.fail(sentence::no_identity(span, &address.to_string())),
        }
    }

    /// A raw role, user or group; or a raw resource with a role of the program.
    fn raw_identity(&mut self, address: &Address, span: Span) -> Eval<Identity> {
        let Some(resource) = self.resources.get(address).cloned() else {
            return self.fail(sentence::no_identity(span, &address.to_string()));
        };
        if super::permissions::policy_type(resource.ty.name()).is_some() {
            return Ok(Identity::Role(address.clone()));
        }
        for property in ["Role", "RoleArn", "TaskRoleArn", "ServiceRole"] {
            if let Some((Value::Later(later), _)) = self.argument(resource.frame, &resource.body, property)?
                && let From::Attribute { of, .. } = later.from()
                && self.resources.get(of).is_some_and(|role| role.ty.name() == "aws.iam.Role")
            {
                return Ok(Identity::Role(of.clone()));
            }
        }
        self.fail(sentence::no_identity(span, &address.to_string()))
    }

    /// The ARN of a thing, for an action that no verb covers.
    pub(super) fn arn(&mut self, object: &Address, span: Span) -> Eval {
        let attribute = if self.resources.contains_key(object) { "Arn" } else { "arn" };
        self.face(object, &Name { text: attribute.into(), span })
    }

    /// The names of the verbs of an instance, those of what it acts as included.
    pub(super) fn verbs_of(&mut self, instance: &Instance) -> Vec<Arc<str>> {
        let mut verbs = Vec::new();
        let mut at = Some(instance.clone());
        while let Some(here) = at {
            if let Some(items) = self.get(here.frame).map(|frame| Arc::clone(&frame.block.items)) {
                gather(&items, &mut verbs);
            }
            let inner = self.acts_as(here.frame, here.span).ok().flatten();
            at = inner.and_then(|inner| self.instances.get(&inner).cloned()).filter(|next| next.frame != here.frame);
        }
        verbs
    }

    /// What can be reached of a thing; none if it has no endpoint.
    pub(super) fn endpoint(&mut self, address: &Address) -> Eval<Option<Endpoint>> {
        if self.instances.contains_key(address) {
            let Some(Value::Record(endpoint)) = self.word_of(address, "endpoint")? else { return Ok(None) };
            let front = match endpoint.get("front") {
                Some(Value::Record(front)) => Some(Front { group: group_in(front), ports: ports_in(front) }),
                _ => None,
            };
            return Ok(Some(Endpoint { group: group_in(&endpoint), ports: ports_in(&endpoint), front }));
        }
        let Some(resource) = self.resources.get(address).cloned() else { return Ok(None) };
        if resource.ty.name() == GROUP {
            return Ok(Some(Endpoint { group: Value::Handle(address.clone()), ports: Vec::new(), front: None }));
        }
        let properties = self.record(resource.frame, &resource.body)?;
        Ok(self.group_within(&properties).map(|group| Endpoint { group, ports: Vec::new(), front: None }))
    }

    /// The first security group that properties refer to.
    fn group_within(&self, value: &Value) -> Option<Value> {
        match value {
            Value::List(values) => values.iter().find_map(|value| self.group_within(value)),
            Value::Record(record) => record.iter().find_map(|(_, value)| self.group_within(value)),
            Value::Later(later) => match later.from() {
                From::Attribute { of, path } if &**path == "GroupId" => {
                    self.resources.get(of).filter(|group| group.ty.name() == GROUP).map(|_| Value::Handle(of.clone()))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The id of a security group, given as a handle or as an id.
    pub(super) fn group_id(&mut self, group: &Value, span: Span) -> Eval {
        match group {
            Value::Handle(address) => {
                let known = self.resources.get(address).is_some_and(|group| group.ty.name() == GROUP);
                let name = Name { text: "GroupId".into(), span };
                if known {
                    let from = From::Attribute { of: address.clone(), path: Arc::clone(&name.text) };
                    return Ok(Later::new(from, span).value());
                }
                self.face(address, &name)
            }
            other => Ok(other.clone()),
        }
    }
}

/// The type of a security group.
const GROUP: &str = "aws.ec2.SecurityGroup";

/// What can be reached: through which group, on which ports, behind which front.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    /// A handle or an id; null where there is none.
    pub(super) group: Value,
    pub(super) ports: Vec<cloudc_base::value::Ports>,
    pub(super) front: Option<Front>,
}

/// What stands before an endpoint.
#[derive(Debug, Clone)]
pub(super) struct Front {
    pub(super) group: Value,
    pub(super) ports: Vec<cloudc_base::value::Ports>,
}

fn group_in(record: &Record) -> Value {
    record.get("group").cloned().unwrap_or(Value::Null)
}

fn ports_in(record: &Record) -> Vec<cloudc_base::value::Ports> {
    let Some(Value::List(values)) = record.get("ports") else { return Vec::new() };
    values.iter().filter_map(|value| if let Value::Ports(ports) = value { Some(*ports) } else { None }).collect()
}

/// The verbs that declarations hold, those in branches included.
pub(super) fn gather(items: &Items, into: &mut Vec<Arc<str>>) {
    for item in items.iter() {
        match &item.kind {
            ItemKind::Verb { name, .. } => into.push(Arc::clone(&name.text)),
            ItemKind::If { branches, otherwise } => {
                branches.iter().map(|(_, items)| items).chain(otherwise).for_each(|items| gather(items, into));
            }
            _ => {}
        }
    }
}
