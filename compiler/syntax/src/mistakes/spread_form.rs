use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::shadow::Repair;

super::code!(Error "E0148" "spread-form" "spread_form.md");

/// `..x`, `*x`, `**x`, `... x` and a lone `...`, where `...x` is meant.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let first = if f.piece == Piece::Members { f.head } else { 0 };
    if f.piece == Piece::Field || f.piece == Piece::Type {
        return None;
    }
    let stars = usize::from(f.word(first + 1) == "*" && f.touches(first + 1));
    let value = match f.word(first) {
        "..." => return behind(f, first),
        "*" => first + 1 + stars,
        ".." => first + 1,
        "&" | "@" if f.piece != Piece::Members => first + 1,
        _ => return None,
    };
    if f.at > value || !f.is_name(value) || matches!(f.word(value + 1), "=" | "{") {
        return None;
    }
    let span = f.between(first, value - 1);
    let taken = Span::new(span.file, span.start, f.span(value).start);
    let finding = Finding::new(&CODE, span, "what a record or list takes in stands after `...`");
    Some(finding.fix("write `...`", taken, "...").into())
}

/// What is wrong behind the `...`: a blank, or nothing stands there.
fn behind(f: &Failure<'_>, dots: usize) -> Option<Found> {
    let value = dots + 1;
    if value < f.tokens.len() && !f.starts_line(value) {
        let apart = !f.touches(value) && f.at <= value && f.begins_value(value);
        let finding = Finding::new(&CODE, f.span(dots), "the `...` touches what it takes in");
        return apart.then(|| finding.fix("take the blank out", f.gap(value), "").into());
    }
    let finding = Finding::new(&CODE, f.span(dots), "a record or list is missing after `...`");
    let finding = finding.help("write `...name`; where an example was shortened, take the `...` out");
    (f.at <= value).then(|| Found { finding, repairs: vec![Repair::new(f.after(value).range(), HOLE)] })
}
