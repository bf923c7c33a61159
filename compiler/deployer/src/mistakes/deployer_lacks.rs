use cloudc_base::{Finding, Span};
use cloudc_graph::Graph;

use super::{place, start};
use crate::statement::anywhere;
use crate::{Lack, Phase, Why};

super::code!("E0540" "deployer-lacks" Error "deployer_lacks.md");

/// How many places are shown beside the first one.
const MOST: usize = 8;

/// An action that the program needs and the policy does not allow.
pub(super) fn finding(graph: &Graph, lack: &Lack) -> Finding {
    let (who, span) = needing(graph, lack);
    let purpose = lack.phases.iter().copied().min().map_or("", Phase::purpose);
    let why = match &lack.why {
        Why::Missing => format!("the policy lacks `{}`", lack.action),
        Why::Elsewhere(statement) => format!("{statement} allows `{}` elsewhere only", lack.action),
        Why::Denied(statement) => format!("{statement} denies `{}`", lack.action),
        Why::Perhaps(statement, _) => format!("{statement} allows `{}` perhaps", lack.action),
    };
    let finding = Finding::new(&CODE, span, format!("{why}: {who} it {purpose}"));
    labelled(graph, lack, span, finding).help(format!("allow it on {}", things(lack)))
}

/// Who needs it, in words, and where the first of them is declared.
pub(super) fn needing(graph: &Graph, lack: &Lack) -> (String, Span) {
    let node = |number: &usize| graph.node(*number);
    let Some(first) = lack.nodes.iter().filter_map(node).min_by_key(|node| place(node)) else {
        return ("the program needs".to_owned(), start(graph));
    };
    let more = match lack.nodes.len().saturating_sub(1) {
        0 => " needs".to_owned(),
        1 => " and another need".to_owned(),
        more => format!(" and {more} others need"),
    };
    (format!("`{}`{more}", first.address), place(first))
}

/// Where the others that need it are declared, each place once.
fn labelled(graph: &Graph, lack: &Lack, shown: Span, finding: Finding) -> Finding {
    let mut places: Vec<(Span, String)> = Vec::new();
    for node in lack.nodes.iter().filter_map(|number| graph.node(*number)) {
        let span = place(node);
        if span != shown && places.iter().all(|(known, _)| *known != span) {
            places.push((span, node.address.to_string()));
        }
    }
    places.sort();
    let shown = places.into_iter().take(MOST);
    shown.fold(finding, |finding, (span, name)| finding.label(span, format!("`{name}` needs it too")))
}

/// The things it is needed on.
fn things(lack: &Lack) -> String {
    const SHOWN: usize = 3;
    let all =
        lack.resources.iter().take(SHOWN).map(|arn| format!("`{}`", anywhere(arn))).collect::<Vec<_>>().join(", ");
    match lack.resources.len().saturating_sub(SHOWN) {
        0 => all,
        more => format!("{all} and {more} more"),
    }
}
