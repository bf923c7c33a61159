use cloudc_base::{Finding, Span};

use super::{Failure, Found, edit};
use crate::grammar::Piece;
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0141" "attribute-form" "attribute_form.md");

/// `@ was(x)`, `@was old`, an attribute after what it is about, `#[x]`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members {
        return None;
    }
    let lone = f.at.checked_sub(1).filter(|&mark| f.word(mark) == "@" && (f.at_end() || f.starts_line(f.at)));
    if let Some(mark) = lone {
        let finding = Finding::new(&CODE, f.span(mark), "a name is missing after `@`").help("write `@name` or `@name(..)`");
        return Found::without_fix(finding, vec![Repair::new(f.span(mark).range(), "")]);
    }
    if f.word_before(f.at) == "@" && f.is_name(f.at) && !f.touches(f.at) {
        let finding = Finding::new(&CODE, f.between(f.at - 1, f.at), "the `@` touches the name of its attribute");
        return Some(finding.fix("take the blank out", f.gap(f.at), "").into());
    }
    if f.word(f.at) == "@" && f.at > f.head && f.is_name(f.at + 1) && !f.touches(f.at) {
        let name = f.word(f.at + 1);
        let end = if f.word(f.at + 2) == "(" { f.closer_of(f.at + 2)? } else { f.at + 1 };
        let finding = Finding::new(&CODE, f.between(f.at, end), format!("`@{name}` stands before what it is about"));
        let text = f.slice(f.between(f.at, end).range()).to_owned();
        let taken = Span::new(f.here().file, f.gap(f.at).start, f.span(end).end);
        let edits = vec![edit(f.before(f.head), format!("{text} ")), edit(taken, "")];
        return Some(finding.fix_all("put it before", edits).into());
    }
    squared(f).or_else(|| assigned(f)).or_else(|| unbracketed(f)).or_else(|| apart(f))
}

/// `@after[x]`.
fn squared(f: &Failure<'_>) -> Option<Found> {
    let name = f.head.checked_sub(1)?;
    let close = (f.word_before(name) == "@" && matches!(f.form(), "[" | "{") && f.touches(f.head)).then(|| f.closer_of(f.head))??;
    let edits = vec![edit(f.span(f.head), "("), edit(f.span(close), ")")];
    let finding = Finding::new(&CODE, f.between(f.head, close), "what an attribute takes stands in round brackets");
    Some(finding.fix_all("write `(` and `)`", edits).into())
}

/// `@was (x)`.
fn apart(f: &Failure<'_>) -> Option<Found> {
    let name = f.head.checked_sub(1)?;
    let lone = f.word_before(name) == "@" && f.form() == "(" && f.at == f.head && !f.starts_line(f.head);
    let finding = Finding::new(&CODE, f.here(), "the `(` of an attribute touches its name");
    lone.then(|| finding.fix("take the blank out", f.gap(f.head), "").into())
}

/// `[@first "a"]`, `f(@first a)`: a value has no attributes.
pub(crate) fn on_value(f: &Failure<'_>) -> Option<Found> {
    let value = !matches!(f.piece, Piece::Members) || f.at > f.head;
    if f.word(f.at) != "@" || !value || f.touches(f.at) || !f.is_name(f.at + 1) || f.at + 2 >= f.tokens.len() {
        return None;
    }
    let end = if f.word(f.at + 2) == "(" { f.closer_of(f.at + 2)? } else { f.at + 1 };
    let finding = Finding::new(&CODE, f.between(f.at, end), "only declarations and fields have attributes");
    Some(finding.fix("take it out", f.between(f.at, end), "").into())
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
    let plain = |index: usize| matches!(f.word(index), ",") || f.is_name(index) || f.is(index, Shape::Number);
    let text = |index: usize| [Shape::Quote, Shape::Text, Shape::Escape, Shape::Unquote].iter().any(|&shape| f.is(index, shape));
    let texts = f.is(f.head, Shape::Quote) && (f.head..line_end).all(|index| plain(index) || text(index));
    let longer = line_end > f.head + 5 || line_end == f.tokens.len() && f.at < f.tokens.len();
    if !lone || f.is_form() || f.at > line_end || longer && !texts {
        return None;
    }
    let span = f.between(f.head, line_end - 1);
    let finding = Finding::new(&CODE, span, "what an attribute takes stands in brackets that touch it");
    let gap = Span::new(span.file, f.gap(f.head).start, span.start);
    let edits = vec![edit(gap, "("), edit(f.after(line_end), ")")];
    Some(finding.fix_all("write the brackets", edits).into())
}

/// `#[name]`: `text` is the whole line.
pub(crate) fn hashed(span: Span, text: &str) -> Finding {
    let finding = Finding::new(&CODE, span, "an attribute begins with `@`").help("write `@name` or `@name(..)` on the line before");
    let inner = text.trim_end().strip_prefix("#[").and_then(|rest| rest.strip_suffix(']'));
    match inner.filter(|inner| !inner.contains(['[', ']', '='])) {
        Some(inner) => finding.fix(format!("write `@{inner}`"), span, format!("@{inner}")),
        None => finding,
    }
}
