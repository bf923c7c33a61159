use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::Piece;
use crate::lexer::Shape;
use crate::words;

super::code!(Error "E0125" "missing-comma" "missing_comma.md");

/// Two members, elements or arguments without what separates them.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.at == 0 || f.at_end() || !f.begins_value(f.at) || !(f.ends_value(f.at - 1) || typed(f)) {
        return None;
    }
    let finding = Finding::new(&CODE, f.after(f.at), format!("a `,` is missing before `{}`", f.word(f.at)));
    if f.word(f.at) == "{" && (f.piece == Piece::Members || !f.starts_line(f.at) && !f.is(f.at - 1, Shape::Close)) {
        return None;
    }
    let member = match f.piece {
        Piece::Members => next_member(f),
        Piece::Element | Piece::Argument | Piece::Field => true,
        Piece::Type => false,
    };
    member.then(|| finding.fix("write `,`", f.after(f.at), ",").into())
}

/// Whether a type with a `?` ends before the place.
fn typed(f: &Failure<'_>) -> bool {
    f.piece == Piece::Field && f.word_before(f.at) == "?"
}

/// Whether a member seems to begin where reading stopped.
fn next_member(f: &Failure<'_>) -> bool {
    let assigns = f.is_name(f.at) && f.word(f.at + 1) == "=";
    let opens = f.is_name(f.at) && (f.word(f.at + 1) == "{" || (f.is_name(f.at + 1) && f.word(f.at + 2) == "{"));
    let quoted = f.is(f.at, Shape::Quote) && f.word(f.at + 3) == "=";
    let form = f.is_name(f.at) && words::FORMS.contains(&f.word(f.at)) && (f.is_name(f.at + 1) || f.is(f.at + 1, Shape::Quote));
    let form = form && !matches!(f.word(f.at), "if" | "for" | "on");
    let value = !f.is_form() || matches!(f.form(), "let" | "output" | "param" | "verb" | "metric" | "operation");
    f.at > f.head + 1 && (form || !f.is_form() && (assigns || opens || quoted)) && value
}
