use cloudc_base::{Finding, Span};
use cloudc_graph::{Relation, Verb};

use super::shown;
use crate::context::{Context, Findings};
use crate::grants::Grant;
use crate::proofs::{By, Judgement, granted_to};
use crate::read::written;

crate::check::code!("E0505" "never-granted" Error "never_granted.md");

/// Sentences that forbid what a policy grants.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for judgement in context.judgements().iter().filter(|judgement| judgement.by.is_sure()) {
        let relation = context.graph.relations().get(judgement.relation);
        findings.extend(relation.and_then(|relation| finding(context, relation, judgement)));
    }
}

fn finding(context: &Context<'_>, relation: &Relation, judgement: &Judgement) -> Option<Finding> {
    let who = granted_to(context, judgement);
    let on = judgement.object.as_ref().map(|object| format!(" on {}", shown::party(object))).unwrap_or_default();
    let message = format!("{who} may `{}`{on}", judgement.action);
    let finding = Finding::new(&CODE, relation.span, message).here("this does not hold");
    Some(match judgement.by {
        By::Statement(number) => {
            let grant = context.grants().statements.get(number)?;
            let places = places(context, grant, &judgement.action);
            let granted = places.into_iter().fold(finding, |finding, span| finding.label(span, "this grants it"));
            granted.help("take it away there, or say whom you mean with `except`")
        }
        By::Managed(number) => {
            let managed = context.grants().managed.get(number)?;
            let node = context.index.node(managed.holder)?;
            let text = format!("`{}` grants it on everything", managed.name);
            finding.label(written(node, "ManagedPolicyArns"), text).help("grant what is needed by sentences instead")
        }
        By::PerhapsManaged(_) | By::Unknown(_) => return None,
    })
}

/// Where a grant is written: the sentences that made it, as far as they are about this action; else the policy.
fn places(context: &Context<'_>, grant: &Grant, action: &str) -> Vec<Span> {
    let Some(node) = context.index.node(grant.node) else { return Vec::new() };
    if node.sentences.is_empty() {
        return vec![written(node, grant.property)];
    }
    let made = context.graph.relations().iter().filter(|relation| relation.made.contains(&node.address));
    let about: Vec<Span> =
        made.filter(|relation| grants(context, relation, action)).map(|relation| relation.span).collect();
    if about.is_empty() { node.sentences.clone() } else { about }
}

/// Whether an action is among those that a sentence grants.
fn grants(context: &Context<'_>, relation: &Relation, action: &str) -> bool {
    let has = |statements: &cloudc_base::value::Value| {
        let actions = crate::read::at(statements, "actions");
        actions.into_iter().filter_map(crate::read::text).any(|one| {
            let pattern = |text: &str| crate::grants::Pattern::glob(&text.to_ascii_lowercase());
            pattern(one).meets(&pattern(action))
        })
    };
    match &relation.verb {
        Verb::Reach => false,
        Verb::Action(one) => {
            let pattern = |text: &str| crate::grants::Pattern::glob(&text.to_ascii_lowercase());
            pattern(one).meets(&pattern(action))
        }
        Verb::Statements(statements) => has(statements),
        Verb::Named(verb) => relation.objects.iter().any(|object| match object {
            cloudc_graph::Party::Thing(address) => {
                let verbs = context.graph.instance(address).map_or(&[][..], |instance| &instance.verbs);
                verbs.iter().any(|(name, statements)| name == verb && has(statements))
            }
            _ => false,
        }),
    }
}
