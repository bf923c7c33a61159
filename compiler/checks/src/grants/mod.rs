//! Who may do what: every statement of every policy in a graph, with whom it is about and on what.

mod arn;
mod condition;
mod document;
mod holder;
mod managed;
mod pattern;
mod principal;
mod resource_policy;

use std::collections::BTreeMap;

use cloudc_graph::Graph;

pub(crate) use arn::Arns;
pub(crate) use document::{Effect, Patterns, Statement, texts};
pub(crate) use managed::{Level, Managed};
pub(crate) use pattern::Pattern;
pub(crate) use principal::Principal;

use crate::read::Index;

/// All grants of a graph.
#[derive(Debug)]
pub(crate) struct Grants {
    pub(crate) statements: Vec<Grant>,
    /// Policies of AWS that identities have.
    pub(crate) managed: Vec<Managed>,
    /// Policies of which nothing is known: who has them, and the node that says so.
    pub(crate) unknown: Vec<(Vec<Principal>, usize)>,
    /// Groups of each user, by node.
    pub(crate) groups: Vec<(usize, usize)>,
    /// What policies say that are resources of their own, by node.
    pub(crate) documents: BTreeMap<usize, Vec<Statement>>,
    /// The numbers of the statements that are about an identity by name, by its node.
    by_identity: BTreeMap<usize, Vec<usize>>,
    /// The numbers of the statements by which roles let principals of the program take them.
    pub(crate) trusts: Vec<usize>,
    /// What bounds the permissions of an identity: its node, and the node of a policy; none for one that is not known.
    pub(crate) bounds: Vec<(usize, Option<usize>)>,
}

/// A statement of a policy, where it holds.
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) statement: Statement,
    /// Who it is about.
    pub(crate) who: Vec<Principal>,
    /// Whether it is about everybody but those.
    pub(crate) but: bool,
    /// The nodes that it can be about, for the policy of a resource; empty for that of an identity.
    pub(crate) owners: Vec<usize>,
    /// The node that holds it, and its property.
    pub(crate) node: usize,
    pub(crate) property: &'static str,
}

impl Grants {
    /// Reads the grants out of a graph.
    pub(crate) fn new(graph: &Graph, index: &Index<'_>) -> Grants {
        let mut grants = Grants {
            statements: Vec::new(),
            managed: Vec::new(),
            unknown: Vec::new(),
            groups: Vec::new(),
            documents: BTreeMap::new(),
            by_identity: BTreeMap::new(),
            trusts: Vec::new(),
            bounds: Vec::new(),
        };
        let arns = Arns::new(graph, index);
        holder::build(&mut grants, index, &arns);
        resource_policy::build(&mut grants, index, &arns);
        grants.trusts = trusts(&grants.statements, index);
        for (number, grant) in grants.statements.iter().enumerate() {
            for who in &grant.who {
                if let Principal::Node(identity) = who {
                    grants.by_identity.entry(*identity).or_default().push(number);
                }
            }
        }
        grants
    }

    /// The statements that are about an identity by name.
    pub(crate) fn of(&self, identity: usize) -> impl Iterator<Item = &Grant> {
        let numbers = self.by_identity.get(&identity).map_or(&[][..], Vec::as_slice);
        numbers.iter().filter_map(|&number| self.statements.get(number))
    }

    /// Whether an identity has policies of which nothing is known.
    pub(crate) fn is_unsure(&self, identity: usize) -> bool {
        self.unknown.iter().any(|(who, _)| who.contains(&Principal::Node(identity)))
    }
}

/// What lets a role be taken by a role or user of the program.
fn trusts(statements: &[Grant], index: &Index<'_>) -> Vec<usize> {
    let takes = Pattern::glob(TAKE);
    let ours = |principal: &Principal| matches!(principal, Principal::Node(_) | Principal::Home | Principal::Anyone);
    let is_trust = |grant: &Grant| {
        let of_role = grant.owners.iter().any(|owner| index.is(*owner, "aws.iam.Role"));
        of_role
            && grant.statement.effect == Effect::Allow
            && grant.who.iter().any(ours)
            && grant.statement.actions.meet(&takes)
    };
    statements.iter().enumerate().filter(|(_, grant)| is_trust(grant)).map(|(number, _)| number).collect()
}

/// The action by which a role is taken, in lower case.
pub(crate) const TAKE: &str = "sts:assumerole";
