//! What a subject may do with an object: statements in the policy of its role, or in what the object is given.

use cloudc_base::{Address, Span};
use cloudc_graph::Verb;

use super::identity::Identity;
use super::statement::Statement;
use super::{Made, Pair};
use crate::program::{Eval, Program};

impl Program<'_> {
    /// Grants what a verb says; gives the addresses of what that makes.
    pub(super) fn grant(&mut self, pair: &Pair<'_>, verb: &Verb, at: Span, made: &mut Made) -> Eval<Vec<Address>> {
        let statements = self.statements(verb, pair.object, at)?;
        // Ways alone are opened for whoever stands somewhere, in whatever name he acts.
        if matches!(verb, Verb::Statements(_)) && statements.iter().all(|statement| statement.actions.is_empty()) {
            return self.ways(pair, &statements, made);
        }
        let identity = self.identity(pair.subject, pair.span)?;
        let Identity::Role(role) = &identity else {
            self.give(pair, verb, &identity, &statements, made);
            return Ok(Vec::new());
        };
        // Statements without an object and without actions are ways to services, which somebody else may call.
        let bare = matches!(verb, Verb::Statements(_));
        let ways = if bare { statements.clone() } else { Vec::new() };
        // What is no matter of a policy is for the object alone, such as who listens (E12).
        let (carried, told): (Vec<Statement>, Vec<Statement>) =
            statements.into_iter().partition(|statement| !statement.actions.is_empty());
        let mut new = Vec::new();
        if !carried.is_empty() {
            new.push(self.extend(role, &carried, pair.span, made)?);
        }
        new.extend(self.ways(pair, if bare { &ways } else { &carried }, made)?);
        if !told.is_empty() && !bare {
            self.give(pair, verb, &identity, &told, made);
        }
        Ok(new)
    }
}
