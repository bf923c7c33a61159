//! Who parties of a sentence are to policies.

use cloudc_base::Address;
use cloudc_base::value::{Record, Value};
use cloudc_graph::Party;

use super::Judgement;
use crate::context::Context;
use crate::grants::{Grants, Principal};
use crate::read::{Target, at, attribute_of};

/// Who a party is to policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    /// Every principal.
    Anyone,
    /// Whoever comes, without being somebody: only what is granted to everybody.
    Everybody,
    /// Roles, users and groups: nodes.
    Nodes(Vec<usize>),
    /// A service that acts.
    Service(String),
    /// Nobody whom policies know.
    Nobody,
}

/// Types that act themselves.
const HOLDERS: &[&str] = &["aws.iam.Role", "aws.iam.User", "aws.iam.Group"];

/// Properties by which resources name their role.
const ROLES: &[&str] = &["Role", "RoleArn", "TaskRoleArn", "ServiceRole", "ExecutionRoleArn", "IamInstanceProfile"];

/// Who a party is; everything of a noun is several.
pub(super) fn who(context: &Context<'_>, party: &Party) -> Vec<Who> {
    match party {
        Party::Anyone => vec![Who::Anyone],
        Party::Internet => vec![Who::Everybody],
        Party::Thing(address) => vec![thing(context, address)],
        Party::Any(noun) => {
            let things = context.parties().things_of(noun);
            things.iter().map(|address| thing(context, address)).collect()
        }
        Party::Cidr(_) | Party::Ip(_) | Party::Later(_) => vec![Who::Nobody],
    }
}

fn thing(context: &Context<'_>, address: &Address) -> Who {
    if let Some(number) = context.graph.number(address) {
        return node(context, number);
    }
    let words = context.graph.instance(address).map_or(&[][..], |instance| &instance.words);
    match words.iter().find(|(word, _)| &**word == "identity") {
        Some((_, Value::Record(identity))) => of_identity(context, identity),
        _ => Who::Nobody,
    }
}

fn of_identity(context: &Context<'_>, identity: &Record) -> Who {
    let part = |name: &str| identity.get(name).filter(|value| **value != Value::Null);
    if let Some(Value::Handle(role)) = part("role") {
        return context.graph.number(role).map_or(Who::Nobody, |number| Who::Nodes(vec![number]));
    }
    match part("service").or_else(|| part("principal")) {
        Some(Value::Text(name)) => Who::Service(name.to_string()),
        _ => Who::Nobody,
    }
}

/// A raw resource: itself, or the roles that it names.
fn node(context: &Context<'_>, number: usize) -> Who {
    let index = context.index;
    let Some(node) = index.node(number) else { return Who::Nobody };
    if HOLDERS.contains(&&*node.ty) {
        return Who::Nodes(vec![number]);
    }
    let mut roles = Vec::new();
    for value in ROLES.iter().flat_map(|name| at(&node.properties, name)) {
        let Target::Node(to) = index.target(value, &["aws.iam.Role", "aws.iam.InstanceProfile"]) else { continue };
        if index.is(to, "aws.iam.Role") {
            roles.push(to);
        } else if let Some(profile) = index.node(to) {
            roles.extend(index.referred(profile, "Roles", "aws.iam.Role"));
        }
    }
    if roles.is_empty() { Who::Nobody } else { Who::Nodes(roles) }
}

impl Who {
    /// Who a principal is.
    pub(super) fn of(principal: &Principal) -> Who {
        match principal {
            Principal::Node(number) => Who::Nodes(vec![*number]),
            Principal::Service(name) => Who::Service(name.clone()),
            _ => Who::Nobody,
        }
    }

    /// Whether a principal of a grant is, or includes, this one.
    pub(super) fn is(&self, principal: &Principal, grants: &Grants) -> bool {
        match (self, principal) {
            // What the account's administrators may do is not the program's.
            (_, Principal::Home) | (Who::Nobody, _) => false,
            (Who::Anyone, _) | (_, Principal::Anyone) => true,
            (Who::Nodes(nodes), Principal::Node(number)) => {
                let member = |node: &usize| grants.groups.contains(&(*node, *number));
                nodes.contains(number) || nodes.iter().any(member)
            }
            (Who::Service(mine), Principal::Service(theirs)) => mine == theirs,
            _ => false,
        }
    }

    /// Whether a principal is this one and nobody else, for exceptions.
    pub(super) fn is_all_of(&self, principal: &Principal, grants: &Grants) -> bool {
        match principal {
            Principal::Anyone => *self == Who::Anyone || *self == Who::Everybody,
            other => self.is(other, grants),
        }
    }
}

/// To whom a judgement says that something is granted: a principal, or somebody who takes its role.
pub(crate) fn granted_to(context: &Context<'_>, judgement: &Judgement) -> String {
    let who = shown(context, &judgement.principal);
    match &judgement.taken_by {
        Some(by) => format!("{}, as {who},", shown(context, by)),
        None => who,
    }
}

/// A principal by the noun that acts as it.
fn shown(context: &Context<'_>, principal: &Principal) -> String {
    let Principal::Node(number) = principal else { return principal.shown(context.index) };
    let Some(address) = context.index.node(*number).map(|node| &node.address) else { return String::new() };
    let acts = |instance: &&cloudc_graph::Instance| {
        instance.words.iter().any(|(word, value)| match value {
            Value::Record(identity) if &**word == "identity" => match identity.get("role") {
                Some(Value::Handle(role)) => role == address,
                Some(Value::Later(later)) => attribute_of(later).is_some_and(|(of, _)| of == address),
                _ => false,
            },
            _ => false,
        })
    };
    let holder = context.graph.holder(address).filter(acts);
    let holder = holder.or_else(|| context.graph.instances().iter().find(acts));
    format!("`{}`", holder.map_or(address, |instance| &instance.address))
}
