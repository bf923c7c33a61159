//! Who acts: the `identity` of instances, and what stands for it with raw resources.

use std::sync::Arc;

use cloudc_base::value::{From, Later, Record, Value};
use cloudc_base::{Address, Span};
use cloudc_facts::acting;
use cloudc_graph::Party;

use crate::hir::{ItemKind, Items};
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
            Party::Anyone => Ok(Identity::Principal { principal: Value::text("*"), source: Value::Null }),
            Party::Any(_) => self.fail(sentence::no_identity(span, &super::parties::shown(subject))),
            Party::Internet | Party::Cidr(_) | Party::Ip(_) | Party::Later(_) => {
                self.fail(sentence::only_reaches(span, &super::parties::shown(subject)))
            }
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
        if super::policies::policy_type(resource.ty.name()).is_some() {
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
        match acting(resource.ty.name()) {
            Some(acting) => {
                let source = self.acts_for(address, acting.source, span)?;
                Ok(Identity::Principal { principal: Value::text(acting.principal), source })
            }
            None => self.fail(sentence::no_identity(span, &address.to_string())),
        }
    }

    /// What a service says that it acts for: an attribute of a resource, or a text that is made of some.
    fn acts_for(&mut self, address: &Address, source: &str, span: Span) -> Eval {
        let attribute = |name: &str| From::Attribute { of: address.clone(), path: name.into() };
        let mut parts = Vec::new();
        let mut rest = source;
        while let Some((before, behind)) = rest.split_once("${") {
            let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
            let from = if ["account", "region"].contains(&name) { From::App(name.into()) } else { attribute(name) };
            parts.extend([Value::text(before), Later::new(from, span).value()]);
            rest = after;
        }
        if parts.is_empty() {
            return Ok(Later::new(attribute(source), span).value());
        }
        parts.extend((!rest.is_empty()).then(|| Value::text(rest)));
        Ok(Later::new(From::Joined(parts.into()), span).value())
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
