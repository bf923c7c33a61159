//! Statements that grant something to somebody of the program.

use cloudc_graph::Node;

use crate::context::Context;
use crate::grants::{Effect, Grant, Patterns, Principal};

/// The statements of identities that grant, without a condition, with the node that holds each. A sentence is no such
/// statement: what it grants follows from a verb.
pub(super) fn granting<'c>(context: &'c Context<'_>) -> impl Iterator<Item = (&'c Grant, &'c Node)> {
    let statements = context.grants().statements.iter();
    let grants = statements.filter(|grant| {
        grant.owners.is_empty()
            && grant.statement.effect == Effect::Allow
            && !grant.statement.conditional
            && grant.statement.principals.is_none()
            && grant.who.iter().any(|who| matches!(who, Principal::Node(_)))
    });
    grants.filter_map(|grant| Some((grant, context.index.node(grant.node)?)))
}

/// Whether a statement is about everything.
pub(super) fn is_on_everything(grant: &Grant) -> bool {
    match &grant.statement.resources {
        Patterns::These(these) => these.iter().any(|pattern| pattern.is_everything()),
        Patterns::AllBut(_) => true,
    }
}
