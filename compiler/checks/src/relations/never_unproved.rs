use cloudc_base::Finding;
use cloudc_graph::Relation;

use super::shown;
use crate::context::{Context, Findings};
use crate::proofs::{Said, Verdict};

crate::check::code!("W0502" "never-unproved" Warning "never_unproved.md");

/// Sentences that forbid something of which the program does not say whether it can be.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for verdict in context.verdicts() {
        let Some(relation) = context.graph.relations().get(verdict.relation) else { continue };
        findings.extend(finding(context, relation, verdict));
    }
}

fn finding(context: &Context<'_>, relation: &Relation, verdict: &Verdict) -> Option<Finding> {
    let (from, to) = (shown::party(&verdict.subject), shown::party(&verdict.object));
    let message = format!("it cannot be proved that {from} never reaches {to}");
    let finding = Finding::new(&CODE, relation.span, message);
    let finding = match &verdict.said {
        Said::Broken(_) => return None,
        Said::Doubtful(trip) => {
            let mut finding = shown::along(context, finding.here("it may, along these steps"), trip);
            for doubt in &trip.doubts {
                finding = match doubt.node.and_then(|number| context.index.node(number)) {
                    Some(node) => finding.label(node.span, doubt.text.clone()),
                    None => finding.here(doubt.text.clone()),
                };
            }
            finding.help("close a step that is yours, or make what is not known part of the program")
        }
        Said::Unknown(thing) => finding
            .here(format!("where packets to and from `{thing}` go is not known"))
            .help("`reach` is about packets of your networks; what is called through an API of AWS is forbidden by a verb"),
        Said::Unfollowed(number) => {
            let node = context.index.node(*number)?;
            finding
                .label(node.span, format!("`{}` may bring packets in on a way that is not followed", node.address))
                .help("see by hand that it does not, and say so: `@accept(\"W0502\", \"reason\")`")
        }
    };
    Some(match shown::also(&verdict.also) {
        Some(also) => finding.label(relation.span, also),
        None => finding,
    })
}
