use cloudc_base::{Finding, Span};

use crate::Wide;

super::code!("I0542" "deployer-wide" Information "deployer_wide.md");

/// A statement that allows more than the program needs.
pub(super) fn finding(span: Span, wide: &Wide) -> Finding {
    const SHOWN: usize = 4;
    let listed = |all: Vec<String>| {
        let more = all.len().saturating_sub(SHOWN);
        let shown = all.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
        if more == 0 { shown } else { format!("{shown} and {more} more") }
    };
    let unneeded = |(pattern, more): &(String, usize)| match pattern.contains(['*', '?']) {
        true => format!("`{pattern}` ({more} actions more)"),
        false => format!("`{pattern}`"),
    };
    let mut parts = Vec::new();
    if !wide.actions.is_empty() {
        let actions = listed(wide.actions.iter().map(unneeded).collect());
        parts.push(format!("allows what this program does not need: {actions}"));
    }
    if !wide.everywhere.is_empty() {
        let actions = listed(wide.everywhere.iter().map(|action| format!("`{action}`")).collect());
        parts.push(format!("allows on everything what is needed on some things: {actions}"));
    }
    Finding::new(&CODE, span, format!("{} {}", wide.statement, parts.join("; and ")))
        .help("`cloudc emit FILE --to iam` writes the least")
}
