use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::Piece;

super::code!(Error "E0166" "apart-sign" "apart_sign.md");

/// `! a`, `- a`, `a .b`, `String ?`: a blank where none can be.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    unary(f).or_else(|| behind(f))
}

/// `a .b`, `a. b`, `String ?`.
fn behind(f: &Failure<'_>) -> Option<Found> {
    let before = f.at.checked_sub(1)?;
    let apart = f.at < f.tokens.len() && !f.touches(f.at) && !f.starts_line(f.at);
    let typed = matches!(f.piece, Piece::Field | Piece::Type) || matches!(f.form(), "param" | "type");
    let first = matches!(f.word(f.at), "." | "?." | "?") && f.ends_value(before) && (f.word(f.at) != "?" && f.is_name(f.at + 1) || f.word(f.at) == "?" && typed);
    let second = matches!(f.word(before), "." | "?.") && f.is_name(f.at) && f.touches(before);
    let mark = f.span(if first { f.at } else { before });
    let message = format!("no blank stands between `{}` and what it belongs to", f.slice(mark.range()));
    (apart && (first || second)).then(|| Finding::new(&CODE, mark, message).fix("take the blank out", f.gap(f.at), "").into())
}

fn unary(f: &Failure<'_>) -> Option<Found> {
    let sign = f.at.checked_sub(1)?;
    let apart = matches!(f.word(sign), "!" | "-") && f.begins_value(f.at) && !f.touches(f.at) && !f.starts_line(f.at);
    let unary = sign == 0 || !f.ends_value(sign - 1);
    let message = format!("the `{}` touches what it stands before", f.word(sign));
    (apart && unary).then(|| Finding::new(&CODE, f.span(sign), message).fix("take the blank out", f.gap(f.at), "").into())
}
