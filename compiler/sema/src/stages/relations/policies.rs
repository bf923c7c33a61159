//! What sentences let a role do: one policy for each role, beside it and not in it, so that no sentence closes a circle
//! (D21).

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span};
use cloudc_graph::{Lifecycle, Mode, Node};
use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxBuildHasher;

use super::Made;
use super::statement::Statement;
use crate::block::Space;
use crate::hir::Name;
use crate::program::{Eval, Program};

/// What sentences let a role do.
#[derive(Debug)]
pub(super) struct Policy {
    /// Where the policy stands.
    address: Address,
    /// The type of the policy's resource, and the property that names whose it is.
    ty: (&'static str, &'static str),
    /// What the policy is attached to, by name.
    holder: Value,
    /// By what they are about, as text.
    statements: IndexMap<String, Vec<Statement>, FxBuildHasher>,
    sentences: IndexSet<Span, FxBuildHasher>,
}

/// The resource that holds a policy of a role, user or group, and its property that names the holder.
pub(super) fn policy_type(ty: &str) -> Option<(&'static str, &'static str)> {
    match ty {
        "aws.iam.Role" => Some(("aws.iam.RolePolicy", "RoleName")),
        "aws.iam.User" => Some(("aws.iam.UserPolicy", "UserName")),
        "aws.iam.Group" => Some(("aws.iam.GroupPolicy", "GroupName")),
        _ => None,
    }
}

impl Program<'_> {
    /// Adds statements to the policy of a role; gives its address.
    pub(super) fn extend(
        &mut self,
        role: &Address,
        statements: &[Statement],
        span: Span,
        made: &mut Made,
    ) -> Eval<Address> {
        if !made.policies.contains_key(role) {
            let ty = self.resources.get(role).and_then(|resource| policy_type(resource.ty.name()));
            let ty = ty.unwrap_or(("aws.iam.RolePolicy", "RoleName"));
            let holder = self.face(role, &Name { text: ty.1.into(), span })?;
            let address = self.policy_of(role)?;
            let policy =
                Policy { address, ty, holder, statements: IndexMap::default(), sentences: IndexSet::default() };
            made.policies.insert(role.clone(), policy);
        }
        let Some(policy) = made.policies.get_mut(role) else { return Ok(Address::root()) };
        statements.iter().for_each(|statement| policy.add(statement));
        policy.sentences.insert(span);
        Ok(policy.address.clone())
    }

    /// Where the policy of a role stands: in the instance whose identity it is, which knows it as `self.policy`; else below
    /// the role.
    fn policy_of(&mut self, role: &Address) -> Eval<Address> {
        let mut at = role.parent();
        while let Some(holder) = at.filter(|holder| **holder != Address::root()) {
            if self.instances.contains_key(holder) {
                let identity = self.word_of(holder, "identity")?;
                let own = matches!(&identity, Some(Value::Record(identity)) if identity.get("role") == Some(&Value::Handle(role.clone())));
                return Ok(if own { self.own_policy(holder) } else { role.child("policy") });
            }
            at = holder.parent();
        }
        Ok(role.child("policy"))
    }

    /// `self.policy` of an instance. Where its noun calls something else so, the policy's name goes on with `_`.
    pub(crate) fn own_policy(&self, instance: &Address) -> Address {
        let frame = self.instances.get(instance).and_then(|instance| self.get(instance.frame));
        let mut name = "policy".to_owned();
        while frame.is_some_and(|frame| frame.block.find(Space::Values, &name).is_some()) {
            name.push('_');
        }
        instance.child(name)
    }

    /// Where what an instance knows as `self.policy` stands: its identity may be that of something else.
    pub(in crate::stages) fn policy_meant(&mut self, address: &Address) -> Address {
        let Some(instance) = address.parent().filter(|instance| self.instances.contains_key(*instance)).cloned() else {
            return address.clone();
        };
        if self.own_policy(&instance) != *address {
            return address.clone();
        }
        match self.word_of(&instance, "identity") {
            Ok(Some(Value::Record(identity))) => match identity.get("role") {
                Some(Value::Handle(role)) => self.policy_of(&role.clone()).unwrap_or_else(|_| address.clone()),
                _ => address.clone(),
            },
            _ => address.clone(),
        }
    }

    /// A policy as a node: it lives where its role lives, stays where that stays, and was where that was.
    pub(super) fn policy_node(&mut self, role: &Address, policy: Policy) -> Node {
        let resource = self.resources.get(role).cloned();
        let asked = resource.map(|resource| self.asked(role, resource.frame, &resource.attributes)).unwrap_or_default();
        let was = self.formers(&policy.address);
        let name = self.policy_name(policy.address.parent().unwrap_or(role));
        let span = policy.sentences.first().copied().unwrap_or(Span::new(cloudc_base::FileId::ROOT, 0, 0));
        Node {
            through: self.through(&policy.address),
            ty: policy.ty.0.into(),
            mode: Mode::Managed,
            properties: Value::record([
                (policy.ty.1, policy.holder),
                ("PolicyName", Value::text(name)),
                ("PolicyDocument", document(policy.statements.into_values().flatten().collect())),
            ]),
            address: policy.address,
            written: Vec::new(),
            on: None,
            place: asked.place,
            lifecycle: Lifecycle { retain: asked.lifecycle.retain, was, ..Lifecycle::default() },
            after: Vec::new(),
            span,
            sentences: policy.sentences.into_iter().collect(),
        }
    }

    /// The name of a policy: the address of whose it is, in the letters that IAM takes. One for another program's role has
    /// this program's name before it, because others may do the same.
    fn policy_name(&mut self, of: &Address) -> String {
        let app = self.is_foreign_at(of).then_some(self.root).flatten();
        let app =
            app.and_then(|root| self.app_of(root, "name", Span::new(cloudc_base::FileId::ROOT, 0, 0)).ok().flatten());
        let text = match app {
            Some(Value::Text(app)) => format!("{app}-{of}"),
            _ => of.to_string(),
        };
        let plain = text.replace(['[', '"'], "-").replace(']', "");
        plain.chars().filter(|c| c.is_ascii_alphanumeric() || "+=,.@-_".contains(*c)).take(128).collect()
    }
}

impl Policy {
    /// Adds a statement: what is about the same things is one.
    fn add(&mut self, statement: &Statement) {
        let same = |known: &&mut Statement| known.on == statement.on && known.condition == statement.condition;
        let about = self.statements.entry(Value::list(statement.on.clone()).to_string()).or_default();
        match about.iter_mut().find(same) {
            Some(known) => {
                for action in &statement.actions {
                    if !known.actions.contains(action) {
                        known.actions.push(Arc::clone(action));
                    }
                }
            }
            None => about.push(statement.clone()),
        }
    }
}

/// The document of these statements; the order of sentences in the source is no part of what they mean.
fn document(mut statements: Vec<Statement>) -> Value {
    statements.iter_mut().for_each(|statement| statement.actions.sort());
    statements
        .sort_by_cached_key(|statement| (Value::list(statement.on.clone()).to_string(), statement.actions.clone()));
    let statements = Value::list(statements.iter().map(Statement::written));
    Value::record([("Version", Value::text("2012-10-17")), ("Statement", statements)])
}
