//! Parties and ways in words.

use cloudc_base::{Address, Code, Finding, Span};
use cloudc_graph::{Party, Relation};

use crate::context::Context;
use crate::ways::{Obstacle, Trip};

/// A party in a sentence.
pub(super) fn party(party: &Party) -> String {
    match party {
        Party::Internet => "the internet".to_owned(),
        Party::Anyone => "anyone".to_owned(),
        other => format!("`{other}`"),
    }
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

/// A finding about a sentence that allows. One that stands inside of a noun, in another file than the call that leads there,
/// is blamed on the call.
pub(super) fn blame(
    context: &Context<'_>,
    code: &'static Code,
    relation: &Relation,
    party: &Party,
    message: String,
) -> Finding {
    let call = match party {
        Party::Thing(address) => outermost(context, address),
        _ => None,
    };
    match call.filter(|call| call.file != relation.span.file) {
        Some(call) => Finding::new(code, call, message).label(relation.span, "this sentence inside of it says so"),
        None => Finding::new(code, relation.span, message),
    }
}

/// The call of the outermost instance that holds a thing, or is it.
fn outermost(context: &Context<'_>, address: &Address) -> Option<Span> {
    let upwards = std::iter::successors(Some(address), |address| address.parent());
    upwards.filter_map(|address| context.graph.instance(address)).last().map(|instance| instance.span)
}

/// A finding with a label at what stops packets.
pub(super) fn at(context: &Context<'_>, finding: Finding, obstacle: &Obstacle) -> Finding {
    match obstacle.node.and_then(|number| context.index.node(number)) {
        Some(node) => finding.label(node.span, "it ends here"),
        None => finding,
    }
}
