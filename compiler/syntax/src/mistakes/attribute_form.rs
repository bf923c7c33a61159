use cloudc_base::{Finding, Span};

use super::{Failure, Found, edit};
use crate::grammar::Piece;
use crate::lexer::Shape;

super::code!(Error "E0141" "attribute-form" "attribute_form.md");

/// `@ was(x)`, `@was old`, an attribute after what it is about, `#[x]`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members {
        return None;
    }
    if f.word_before(f.at) == "@" && f.is_name(f.at) && !f.touches(f.at) {
        let finding = Finding::new(&CODE, f.between(f.at - 1, f.at), "the `@` touches the name of its attribute");
        return Some(finding.fix("take the blank out", f.gap(f.at), "").into());
    }
    if f.word(f.at) == "@" && f.at > f.head && f.is_name(f.at + 1) {
        let name = f.word(f.at + 1);
        let end = if f.word(f.at + 2) == "(" { f.closer_of(f.at + 2)? } else { f.at + 1 };
        let finding = Finding::new(&CODE, f.between(f.at, end), format!("`@{name}` stands before what it is about"));
        let text = f.slice(f.between(f.at, end).range()).to_owned();
        let taken = Span::new(f.here().file, f.gap(f.at).start, f.span(end).end);
        let edits = vec![edit(f.before(f.head), format!("{text} ")), edit(taken, "")];
        return Some(finding.fix_all("put it before", edits).into());
    }
    assigned(f).or_else(|| unbracketed(f))
}

/// `@was = old_name`.
fn assigned(f: &Failure<'_>) -> Option<Found> {
    let before = f.head.checked_sub(1)?;
    let lone = matches!(f.form(), "=" | ":") && f.is_name(before) && f.word_before(before) == "@";
    let end = (f.head + 1..f.tokens.len()).find(|&index| f.starts_line(index)).unwrap_or(f.tokens.len());
    if !lone || end <= f.head + 1 {
        return None;
    }
    let value = f.slice(f.between(f.head + 1, end - 1).range());
    let gap = Span::new(f.here().file, f.gap(f.head).start, f.after(end).end);
    let finding = Finding::new(&CODE, f.between(f.head, end - 1), "what an attribute takes stands in brackets that touch it");
    Some(finding.fix("write the brackets", gap, format!("({value})")).into())
}

/// `@was old_name` on a line of its own.
fn unbracketed(f: &Failure<'_>) -> Option<Found> {
    let line_end = (f.head..f.tokens.len()).find(|&index| f.starts_line(index)).unwrap_or(f.tokens.len());
    let before = f.head.checked_sub(1)?;
    let lone = f.is_name(before) && f.word_before(before) == "@" && !f.starts_line(f.head) && (f.is_name(f.head) || f.is(f.head, Shape::Quote));
    if !lone || f.is_form() || line_end > f.head + 5 || f.at > line_end || line_end == f.tokens.len() && f.at < f.tokens.len() {
        return None;
    }
    let span = f.between(f.head, line_end - 1);
    let finding = Finding::new(&CODE, span, "what an attribute takes stands in brackets that touch it");
    let gap = Span::new(span.file, f.gap(f.head).start, span.start);
    let edits = vec![edit(gap, "("), edit(f.after(line_end), ")")];
    Some(finding.fix_all("write the brackets", edits).into())
}
