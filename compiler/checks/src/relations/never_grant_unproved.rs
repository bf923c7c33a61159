use cloudc_base::Finding;
use cloudc_graph::Relation;

use super::shown;
use crate::context::{Context, Findings};
use crate::proofs::{By, Judgement, granted_to};
use crate::read::written;

crate::check::code!("W0506" "never-grant-unproved" Warning "never_grant_unproved.md");

/// Sentences that forbid what a policy may grant whose text is not in the program.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for judgement in context.judgements() {
        let relation = context.graph.relations().get(judgement.relation);
        findings.extend(relation.and_then(|relation| finding(context, relation, judgement)));
    }
}

fn finding(context: &Context<'_>, relation: &Relation, judgement: &Judgement) -> Option<Finding> {
    let (node, text) = match judgement.by {
        By::Statement(_) | By::Managed(_) => return None,
        By::PerhapsManaged(number) => {
            let managed = context.grants().managed.get(number)?;
            (managed.holder, format!("what `{}` grants in particular is not known", managed.name))
        }
        By::Unknown(node) => (node, "what this policy grants is not in the program".to_owned()),
    };
    let node = context.index.node(node)?;
    let who = granted_to(context, judgement);
    let on = judgement.object.as_ref().map(|object| format!(" on {}", shown::party(object))).unwrap_or_default();
    let message = format!("it cannot be proved that {who} may not `{}`{on}", judgement.action);
    let finding = Finding::new(&CODE, relation.span, message).label(written(node, "ManagedPolicyArns"), text);
    Some(finding.help("grant what is needed by sentences, or write the policy here"))
}
