use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0138" "assert-message" "assert_message.md");

/// An assert without its message, or without the comma before it.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members || f.form() != "assert" || f.at < f.head + 1 {
        return None;
    }
    if f.at == f.head + 1 {
        let finding = Finding::new(&CODE, f.span(f.head), "`assert` needs a condition").help("write `assert CONDITION, \"message\"`");
        let missing = if f.word(f.at) == "," { format!(" {HOLE}") } else { format!(" {HOLE}, {HOLE}") };
        return Found::without_fix(finding, vec![Repair::new(f.after(f.at).range(), missing)]);
    }
    let complete = f.ends_value(f.at - 1);
    if complete && f.is(f.at, Shape::Quote) {
        let finding = Finding::new(&CODE, f.after(f.at), "a `,` is missing before the message");
        return Some(finding.fix("write `,`", f.after(f.at), ",").into());
    }
    let bracketed = f.word(f.head + 1) == "(" && f.closer_of(f.head + 1) == Some(f.tokens.len() - 1);
    if !complete || !f.at_end() {
        return None;
    }
    let finding = Finding::new(&CODE, f.between(f.head, f.at - 1), "an assert needs a message");
    if bracketed {
        let inner = f.between(f.head + 1, f.at - 1).range();
        let finding = finding.help("write `assert CONDITION, \"message\"`, without brackets around both");
        return Found::without_fix(finding, vec![Repair::new(inner, format!("{HOLE}, {HOLE}"))]);
    }
    let help = "write what is wrong after a comma: `assert CONDITION, \"message\"`";
    Found::without_fix(finding.help(help), vec![Repair::new(f.after(f.at).range(), format!(", {HOLE}"))])
}
