//! Parties and ways in words.

use cloudc_base::Finding;
use cloudc_graph::{Party, Relation};

use crate::context::Context;
use crate::ways::Trip;

/// A party in a sentence.
pub(super) fn party(party: &Party) -> String {
    match party {
        Party::Internet => "the internet".to_owned(),
        Party::Anyone => "anyone".to_owned(),
        other => format!("`{other}`"),
    }
}

/// The ports of a sentence, as its end; nothing where it names none.
pub(super) fn on(relation: &Relation) -> String {
    let ports: Vec<String> = relation.ports.iter().map(|ports| format!("`{ports}`")).collect();
    if ports.is_empty() { String::new() } else { format!(" on {}", ports.join(" and ")) }
}

/// A finding with a label for each hop of a way, in order.
pub(super) fn along(context: &Context<'_>, mut finding: Finding, trip: &Trip) -> Finding {
    let hops = trip.hops.iter().filter_map(|hop| hop.label(context.index));
    for (number, (span, text)) in hops.enumerate() {
        finding = finding.label(span, format!("{}: {text}", number + 1));
    }
    finding
}

/// Pairs in words: "the same holds for ..".
pub(super) fn also(pairs: &[(Party, Party)]) -> Option<String> {
    const SHOWN: usize = 3;
    let mut shown: Vec<String> =
        pairs.iter().take(SHOWN).map(|(from, to)| format!("{} and {}", party(from), party(to))).collect();
    if pairs.len() > SHOWN {
        shown.push(format!("{} more", pairs.len() - SHOWN));
    }
    (!shown.is_empty()).then(|| format!("the same holds between {}", shown.join(", between ")))
}
