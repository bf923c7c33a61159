//! What a subject may do with an object: statements in the policy of its role, or in what the object is given.

use std::sync::Arc;

use cloudc_base::value::{Entries, From, Later, Value};
use cloudc_base::{Address, Span};
use cloudc_graph::{Lifecycle, Mode, Node, Party, Place, Verb};

use super::identity::Identity;
use super::parties::shown;
use super::statement::Statement;
use super::{Made, Pair};
use crate::mistakes::sentence;
use crate::program::{Eval, Program};

/// What sentences let a role do.
#[derive(Debug)]
pub(super) struct Policy {
    role: Address,
    /// The type of the policy's resource, and the property that names whose it is.
    ty: (&'static str, &'static str),
    /// What the policy is attached to, by name.
    name: Value,
    statements: Vec<Statement>,
    sentences: Vec<Span>,
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
    /// Grants what a verb says; gives the addresses of what that makes.
    pub(super) fn grant(&mut self, pair: &Pair<'_>, verb: &Verb, at: Span, made: &mut Made) -> Eval<Vec<Address>> {
        let statements = self.statements(verb, pair.object, at)?;
        let identity = self.identity(pair.subject, pair.span)?;
        let mut new = Vec::new();
        let (carried, listed): (Vec<Statement>, Vec<Statement>) =
            statements.iter().cloned().partition(|statement| !statement.actions.is_empty());
        match &identity {
            Identity::Role(role) => {
                if !carried.is_empty() {
                    new.push(self.extend(pair, role, &carried, made)?);
                }
                new.extend(self.ways(pair, &carried, made)?);
                if !listed.is_empty() || statements.is_empty() {
                    self.give(pair, verb, &identity, &listed, made);
                }
            }
            Identity::Principal { .. } => self.give(pair, verb, &identity, &statements, made),
        }
        Ok(new)
    }

    /// Adds statements to the policy of a subject's role.
    fn extend(&mut self, pair: &Pair<'_>, role: &Address, statements: &[Statement], made: &mut Made) -> Eval<Address> {
        let Party::Thing(subject) = pair.subject else { return Ok(Address::root()) };
        let ty = self.resources.get(role).and_then(|resource| policy_type(resource.ty.name()));
        let ty = ty.unwrap_or(("aws.iam.RolePolicy", "RoleName"));
        if !made.policies.contains_key(subject) {
            let name = crate::hir::Name { text: ty.1.into(), span: pair.span };
            let name = self.face(role, &name)?;
            let policy = Policy { role: role.clone(), ty, name, statements: Vec::new(), sentences: Vec::new() };
            made.policies.insert(subject.clone(), policy);
        }
        if let Some(policy) = made.policies.get_mut(subject) {
            statements.iter().for_each(|statement| policy.add(statement));
            if !policy.sentences.contains(&pair.span) {
                policy.sentences.push(pair.span);
            }
        }
        Ok(subject.child("policy"))
    }

    /// What the subject's own policy cannot say, said to the object (D14).
    fn give(&mut self, pair: &Pair<'_>, verb: &Verb, identity: &Identity, statements: &[Statement], made: &mut Made) {
        let (principal, source) = match identity {
            Identity::Principal { principal, source } => (principal.clone(), source.clone()),
            Identity::Role(role) => (arn_of(role, pair.span), Value::Null),
        };
        let word = match verb {
            Verb::Named(name) | Verb::Action(name) => name.to_string(),
            Verb::Reach => "reach".to_owned(),
            Verb::Statements(_) => "verb".to_owned(),
        };
        // A statement about another noun's thing (the key of a queue) goes to that noun.
        let object = match pair.object {
            Some(Party::Thing(object)) => Some(object.clone()),
            _ => None,
        };
        let mut owners: Vec<(Address, Vec<&Statement>)> = Vec::new();
        for statement in statements {
            let Some(owner) = self.owner_of(statement).or_else(|| object.clone()) else { continue };
            match owners.iter_mut().find(|(known, _)| *known == owner) {
                Some((_, known)) => known.push(statement),
                None => owners.push((owner, vec![statement])),
            }
        }
        if owners.is_empty() {
            owners.extend(object.map(|object| (object, Vec::new())));
        }
        for (owner, statements) in owners {
            if !self.instances.contains_key(&owner) {
                let finding = sentence::object_cannot(pair.span, &owner.to_string(), &shown(pair.subject));
                self.report(finding);
                continue;
            }
            let actions = statements.iter().flat_map(|statement| statement.actions.iter().cloned().map(Value::Text));
            let on = statements.iter().flat_map(|statement| statement.on.iter().cloned());
            let mut entry = Entries::new();
            entry.set("verb", Value::text(&word));
            entry.set("subject", thing(pair.subject));
            entry.set("principal", principal.clone());
            entry.set("source", source.clone());
            entry.set("actions", Value::list(actions));
            entry.set("on", Value::list(on));
            for name in ["cidr", "pod", "ports"] {
                entry.set(name, Value::Null);
            }
            let key = format!("{}.{word}", shown(pair.subject));
            made.given.entry(owner).or_default().set(key, entry.seal());
        }
    }

    /// The instance that owns what a statement is about.
    fn owner_of(&self, statement: &Statement) -> Option<Address> {
        let later = statement.on.first()?.later()?;
        let From::Attribute { of, .. } = later.from() else { return None };
        let mut at = of.parent();
        while let Some(address) = at {
            if self.instances.contains_key(address) {
                return Some(address.clone());
            }
            at = address.parent();
        }
        None
    }
}

impl Policy {
    /// Adds a statement: what is about the same things is one.
    fn add(&mut self, statement: &Statement) {
        let same = |known: &&mut Statement| known.on == statement.on && known.condition == statement.condition;
        match self.statements.iter_mut().find(same) {
            Some(known) => {
                for action in &statement.actions {
                    if !known.actions.contains(action) {
                        known.actions.push(Arc::clone(action));
                    }
                }
            }
            None => self.statements.push(statement.clone()),
        }
    }

    /// The resource that holds it.
    pub(super) fn node(mut self, subject: &Address) -> Node {
        self.statements.iter_mut().for_each(|statement| statement.actions.sort());
        // The order of sentences in the source is no part of what they mean.
        self.statements
            .sort_by_cached_key(|statement| (Value::list(statement.on.clone()).to_string(), statement.actions.clone()));
        let statements = Value::list(self.statements.iter().map(Statement::written));
        let document = Value::record([("Version", Value::text("2012-10-17")), ("Statement", statements)]);
        let properties = Value::record([
            (self.ty.1, self.name),
            ("PolicyName", Value::text(policy_name(subject))),
            ("PolicyDocument", document),
        ]);
        let span = self.sentences.first().copied();
        let _role = self.role;
        Node {
            address: subject.child("policy"),
            ty: self.ty.0.into(),
            mode: Mode::Managed,
            properties,
            written: Vec::new(),
            on: None,
            place: Place::default(),
            lifecycle: Lifecycle::default(),
            after: Vec::new(),
            span: span.unwrap_or(Span::new(cloudc_base::FileId::ROOT, 0, 0)),
            through: Vec::new(),
            sentences: self.sentences,
        }
    }
}

/// The name of the policy of a subject: its address in the letters that IAM takes.
fn policy_name(subject: &Address) -> String {
    let text = subject.to_string();
    let plain = text.replace(['[', '"'], "-").replace(']', "");
    plain.chars().filter(|c| c.is_ascii_alphanumeric() || "+=,.@-_".contains(*c)).take(128).collect()
}

fn arn_of(role: &Address, span: Span) -> Value {
    Later::new(From::Attribute { of: role.clone(), path: "Arn".into() }, span).value()
}

fn thing(party: &Party) -> Value {
    match party {
        Party::Thing(address) => Value::Handle(address.clone()),
        _ => Value::Null,
    }
}
