use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0162" "foreign-index" "foreign_index.md");

/// `a[0:1]`, `a[*]`, `a?.[0]`, `a.*.b`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    slice(f).or_else(|| splat(f)).or_else(|| numbered(f)).or_else(|| maybe(f))
}

fn slice(f: &Failure<'_>) -> Option<Found> {
    let colon = f.word(f.at) == ":" && (f.at == 0 || f.ends_value(f.at - 1) && f.is(f.at - 1, Shape::Number));
    if !colon || f.piece != Piece::Element || f.at > 1 {
        return None;
    }
    let finding = Finding::new(&CODE, f.here(), "there are no slices").help("write `take(list, count)` for the first ones");
    Found::without_fix(finding, vec![Repair::new(f.between(0, f.tokens.len() - 1).range(), HOLE)])
}

fn splat(f: &Failure<'_>) -> Option<Found> {
    let alone = f.piece == Piece::Element && f.tokens.len() == 1;
    let step = f.at > 0 && f.word_before(f.at) == "." && f.touches(f.at);
    if f.word(f.at) != "*" || !(alone || step) {
        return None;
    }
    let what = if alone { "there is no `[*]`" } else { "there is no `.*`" };
    let finding = Finding::new(&CODE, f.here(), what).help("write `[for x in list => x.name]`");
    Found::without_fix(finding, vec![Repair::new(f.here().range(), HOLE)])
}

/// `peers.0`.
fn numbered(f: &Failure<'_>) -> Option<Found> {
    let dot = f.at.checked_sub(2).map(|before| before + 1).filter(|&dot| f.word(dot) == "." && f.ends_value(dot - 1))?;
    let number = f.word(f.at);
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if !digits || !f.touches(f.at) || !f.touches(dot) || f.is(dot - 1, Shape::Number) {
        return None;
    }
    let right = format!("[{}]", number.replace('.', "]["));
    let span = f.between(dot, f.at);
    let finding = Finding::new(&CODE, span, "what a list holds is asked for in brackets");
    Some(finding.fix(format!("write `{right}`"), span, right).into())
}

fn maybe(f: &Failure<'_>) -> Option<Found> {
    if f.word(f.at) != "[" || f.word_before(f.at) != "?." {
        return None;
    }
    let finding = Finding::new(&CODE, f.between(f.at - 1, f.at), "an index that may be absent is written `?[`");
    Some(finding.fix("write `?`", f.span(f.at - 1), "?").into())
}
