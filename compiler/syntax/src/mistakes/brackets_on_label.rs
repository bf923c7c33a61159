use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::Piece;
use crate::shadow::Repair;

super::code!(Error "E0145" "brackets-on-label" "brackets_on_label.md");

/// `component f(x: Int) {`, `queue builds(keep = 4d)`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let label = f.after_label()?;
    if f.piece != Piece::Members || f.word(label) != "(" || f.at != label || f.is_name(f.head) && matches!(f.form(), "let" | "assert" | "allow" | "never" | "if" | "for" | "use" | "output" | "param") {
        return None;
    }
    let close = f.closer_of(label)?;
    let span = f.between(label, close);
    let finding = Finding::new(&CODE, span, "a declaration takes no `(..)` after its name");
    let help = if f.form() == "component" { "a component has `param`s in its block" } else { "fields stand in its block: `{ name = value }`" };
    let body = if close + 1 == f.tokens.len() { " {}" } else { "" };
    Found::without_fix(finding.help(help), vec![Repair::new(span.range(), body)])
}
