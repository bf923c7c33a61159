use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::Piece;
use crate::lexer::Shape;
use crate::words;

super::code!(Error "E0128" "bad-name" "bad_name.md");

/// A name with `-` or blanks in it, or one that begins with a digit, where a name is declared or set.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members || f.word_before(f.at) == "=" || sentence(f) {
        return None;
    }
    hyphenated(f).or_else(|| marked(f)).or_else(|| dotted(f)).or_else(|| spaced(f)).or_else(|| numbered(f)).or_else(|| twice(f)).or_else(|| unquoted(f))
}

fn sentence(f: &Failure<'_>) -> bool {
    matches!(f.form(), "allow" | "never" | "assert" | "if" | "for" | "acts" | "patch" | "use")
}

/// `my-name`.
pub(crate) fn hyphenated(f: &Failure<'_>) -> Option<Found> {
    let inner = |index: usize| f.word(index) == "-" && f.touches(index) && f.touches(index + 1) && wordlike(f, index + 1);
    if !inner(f.at) || !f.is_name(f.at.checked_sub(1)?) {
        return None;
    }
    let mut last = f.at + 1;
    while inner(last + 1) || (f.touches(last + 1) && wordlike(f, last + 1)) {
        last += if inner(last + 1) { 2 } else { 1 };
    }
    let span = f.between(f.at - 1, last);
    Some(rename(span, f.slice(span.range()), "a name has no `-`"))
}

/// `let count! = 2`.
fn marked(f: &Failure<'_>) -> Option<Found> {
    let mark = matches!(f.word(f.at), "!" | "?" | "*" | "&" | "%" | "~") && f.touches(f.at) && !f.touches(f.at + 1);
    let declared = f.is_form() && f.at == f.head + 2 || !f.is_form() && f.at == f.head + 1;
    let set = f.word(f.at + 1) == "=" || f.word(f.at + 1) == ":" && f.word(f.at) != "?";
    let name = f.at.checked_sub(1).filter(|&name| f.is_name(name) && declared && mark && set)?;
    let finding = Finding::new(&CODE, f.between(name, f.at), format!("a name has no `{}`", f.word(f.at)));
    Some(finding.fix(format!("write `{}`", f.word(name)), f.here(), "").into())
}

fn wordlike(f: &Failure<'_>, index: usize) -> bool {
    f.is_name(index) || f.is(index, Shape::Number)
}

/// `let my.name = 3`.
fn dotted(f: &Failure<'_>) -> Option<Found> {
    let names = matches!(f.form(), "let" | "param" | "output" | "type" | "component" | "app" | "resource" | "existing" | "verb");
    if f.word(f.at) != "." || f.at != f.head + 2 || !names || !f.touches(f.at) {
        return None;
    }
    let mut last = f.at;
    while matches!(f.word(last), ".") && f.touches(last + 1) && f.is_name(last + 1) {
        last += if f.word(last + 2) == "." { 2 } else { 1 };
    }
    let span = f.between(f.at - 1, last);
    Some(rename(span, f.slice(span.range()), "a name that is declared has no dot"))
}

/// `queue my builds {`, `let my name = 3`.
fn spaced(f: &Failure<'_>) -> Option<Found> {
    let end = matches!(f.word(f.at + 1), "{" | "=" | ":");
    let place = f.at == f.head + 2 && f.is_name(f.head) && f.is_name(f.at - 1) && f.is_name(f.at);
    let declares = f.is_form() || f.word(f.at + 1) == "{";
    let typed = matches!(f.form(), "param" | "resource" | "existing") && f.word(f.at + 1) != ":";
    if !place || !end || !declares || typed || f.word(f.at) == "on" {
        return None;
    }
    // `endpoint function cancel {`: no noun has a word of the contract for its name.
    let noun = words::CONTRACT.contains(&f.form());
    let span = if noun { f.between(f.head, f.at - 1) } else { f.between(f.at - 1, f.at) };
    Some(rename(span, f.slice(span.range()), "a name has no blanks"))
}

/// `app "a" "b" {`, `queue builds "b" {`.
fn twice(f: &Failure<'_>) -> Option<Found> {
    let comma = f.word(f.at) == "," && f.is_name(f.at + 1);
    let label = f.after_label().filter(|&end| end == f.at && (comma || f.is(f.at, Shape::Quote)))?;
    let end = if comma { label + 1 } else { (label..f.tokens.len()).find(|&index| f.is(index, Shape::Unquote))? };
    let declares = !f.is_form() || matches!(f.form(), "app" | "component" | "scale" | "patch");
    if !declares || f.word(end + 1) != "{" {
        return None;
    }
    let span = f.between(label, end);
    let finding = Finding::new(&CODE, span, "a declaration has one name");
    let taken = Span::new(span.file, f.gap(label).start, span.end);
    Some(finding.fix("take the second out", taken, "").into())
}

/// `route GET /orders {`, `host example.com {`: a label that is no name and has no quotes.
fn unquoted(f: &Failure<'_>) -> Option<Found> {
    let body = (f.head + 1..f.tokens.len()).find(|&index| f.word(index) == "{")?;
    let mark = matches!(f.word(f.at), "/" | "." | "*" | "-" | ":") && f.at < body;
    let inner = |index: usize| f.is_name(index) || f.is(index, Shape::Number) || matches!(f.word(index), "/" | "." | "*" | "-" | ":");
    let plain = (f.head + 1..body).all(|index| inner(index) && !f.starts_line(index));
    if f.is_form() || !f.is_name(f.head) || f.word(f.head + 1) == ":" || !mark || !plain || f.at <= f.head || body < f.head + 3 {
        return None;
    }
    let span = f.between(f.head + 1, body - 1);
    let text = f.slice(span.range());
    let finding = Finding::new(&CODE, span, "a label that is no name stands in quotes");
    Some(finding.fix(format!("write `\"{text}\"`"), span, format!("\"{text}\"")).into())
}

fn numbered(f: &Failure<'_>) -> Option<Found> {
    let place = f.at == f.head + 1 && f.is_name(f.head) || f.at == f.head && matches!(f.word(f.at + 1), "=" | "{");
    let next = matches!(f.word(f.at + 1), "{" | "=" | ":") || (f.is_name(f.at + 1) && f.touches(f.at + 1));
    if !f.is(f.at, Shape::Number) || !place || !next {
        return None;
    }
    let span = f.here();
    let text = f.slice(span.range());
    let finding = Finding::new(&CODE, span, "a name begins with a letter");
    Some(finding.fix("begin with a letter", span, format!("n{}", text.replace(['.', '/', '%'], "_"))).into())
}

fn rename(span: Span, text: &str, message: &str) -> Found {
    let right: Vec<&str> = text.split(['-', '.', ' ', '\t']).filter(|part| !part.is_empty()).collect();
    let right = right.join("_");
    Finding::new(&CODE, span, message).fix(format!("write `{right}`"), span, right).into()
}

/// A word that names a value of the language.
pub(crate) fn taken(span: Span, word: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{word}` has a meaning of its own and cannot be a name"))
}
