use super::identity::Who;
use super::permission::{Question, is_about};
use super::target::Target;
use crate::context::Context;
use crate::grants::{Arns, Effect, Grant, Pattern, Principal, TAKE};

/// The roles that somebody may take, one after the other, each with who takes it: by the role's own policy, or if that
/// leaves it to the account by one of his.
///
/// Source: "IAM roles: terms and concepts", on role chaining, in the guide to IAM.
pub(super) fn takeable(context: &Context<'_>, nodes: &[usize]) -> Vec<(usize, usize)> {
    let grants = context.grants();
    let arns = Arns::new(context.graph, context.index);
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut work = nodes.to_vec();
    while let Some(by) = work.pop() {
        for trust in grants.trusts.iter().filter_map(|number| grants.statements.get(*number)) {
            for &role in &trust.owners {
                if nodes.contains(&role) || found.iter().any(|(known, _)| *known == role) {
                    continue;
                }
                let pattern = Pattern::glob(TAKE);
                let target =
                    Target { action: TAKE.to_owned(), pattern, resource: arns.of_node(role), nodes: vec![role] };
                if may_take(context, by, trust, &target) {
                    found.push((role, by));
                    work.push(role);
                }
            }
        }
    }
    found
}

fn may_take(context: &Context<'_>, by: usize, trust: &Grant, role: &Target) -> bool {
    let grants = context.grants();
    let asked = Who::Nodes(vec![by]);
    let question = Question { grants, who: &asked, except: &[] };
    let named = trust.but || trust.who.iter().any(|principal| question.counts(principal));
    if named {
        return question.keeps(&Principal::Node(by), false, role);
    }
    let mut own = grants.statements.iter().filter(|grant| grant.owners.is_empty());
    trust.who.contains(&Principal::Home)
        && own.any(|grant| {
            grant.statement.effect == Effect::Allow
                && is_about(grant, role)
                && grant.who.iter().any(|who| question.counts(who))
        })
        && question.keeps(&Principal::Node(by), true, role)
}
