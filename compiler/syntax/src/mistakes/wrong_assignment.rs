use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::Piece;

super::code!(Error "E0122" "wrong-assignment" "wrong_assignment.md");

/// `name: value`, `"name": value`, `name := value`, `name => value`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let mark = f.word(f.at);
    let last = if mark == ":" && f.word(f.at + 1) == "=" && f.touches(f.at + 1) { f.at + 1 } else { f.at };
    let span = f.between(f.at, last);
    let block = f.word(last + 1) == "{" || last + 1 >= f.tokens.len();
    match f.piece {
        Piece::Members if mark == ":" && f.after_label() == Some(f.at) && block => {
            let finding = Finding::new(&CODE, span, "no `:` stands before a block");
            Some(finding.fix("take it out", span, "").into())
        }
        Piece::Members | Piece::Argument | Piece::Element if matches!(mark, ":" | "=>" | "==") && f.is_target(f.at) => {
            let text = f.slice(span.range());
            let finding = Finding::new(&CODE, span, format!("a field is set with `=`, not `{text}`"));
            let spaced = if f.touches(f.at) { " =" } else { "=" };
            Some(finding.fix("write `=`", span, spaced).into())
        }
        Piece::Field if mark == "=" => {
            let finding = Finding::new(&CODE, span, "a field of a type is `name: TYPE`");
            Some(finding.fix("write `:`", span, ":").into())
        }
        _ => None,
    }
}
