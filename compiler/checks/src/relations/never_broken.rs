use cloudc_base::Finding;
use cloudc_graph::{Party, Relation};

use super::shown;
use crate::context::{Context, Findings};
use crate::proofs::{Said, Verdict};
use crate::ways::Trip;

crate::check::code!("E0501" "never-broken" Error "never_broken.md");

/// Sentences that forbid what the graph lets through.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for verdict in context.verdicts() {
        let (Said::Broken(trip), Some(relation)) = (&verdict.said, context.graph.relations().get(verdict.relation)) else {
            continue;
        };
        findings.push(finding(context, relation, verdict, trip));
    }
}

fn finding(context: &Context<'_>, relation: &Relation, verdict: &Verdict, trip: &Trip) -> Finding {
    let who = who(&verdict.subject, trip);
    let services = trip.flow.services();
    let message = format!("{who} {} on {services}", shown::party(&verdict.object));
    let finding = Finding::new(&CODE, relation.span, message).here("this does not hold");
    let finding = shown::along(context, finding, trip);
    let way_out = "close one of these steps, or say whom you mean with `except`";
    match shown::also(&verdict.also) {
        Some(also) => finding.help(format!("{way_out}; {also}")),
        None => finding.help(way_out),
    }
}

/// Who reaches, as far as the way says: of the internet perhaps a part.
fn who(subject: &Party, trip: &Trip) -> String {
    let sources = trip.origin.clone().unwrap_or_else(|| trip.flow.sources());
    match (subject, &trip.later) {
        (Party::Internet, Some(later)) => format!("`{later}` may be anybody on the internet, and reaches"),
        (Party::Internet, None) if !sources.is_most_of_the_internet() => {
            format!("`{sources}`, a part of the internet, reaches")
        }
        _ => format!("{} reaches", shown::party(subject)),
    }
}
