use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::Piece;
use crate::lexer::Shape;

super::code!(Error "E0156" "apart-bracket" "apart_bracket.md");

/// `f (x)`, `b [1]`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let before = f.at.checked_sub(1)?;
    let bracket = matches!(f.word(f.at), "(" | "[") && !f.touches(f.at) && !f.starts_line(f.at);
    let callee = f.is_name(before) || (f.is(before, Shape::Close) && f.word(f.at) == "[");
    if !bracket || !callee || f.piece == Piece::Element && f.word(f.at) == "[" && !f.is_name(before) {
        return None;
    }
    let what = if f.word(f.at) == "(" { "the `(` of a call touches its name" } else { "the `[` of an index touches what it indexes" };
    Some(Finding::new(&CODE, f.here(), what).fix("take the blank out", f.gap(f.at), "").into())
}
