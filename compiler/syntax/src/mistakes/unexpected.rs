use cloudc_base::{Finding, Span};

use super::Failure;
use crate::Kind;
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;

super::code!(Error "E0199" "unexpected" "unexpected.md");

/// What is said where nothing better is known: what stands there, after what, and what could.
pub(crate) fn finding(f: &Failure<'_>) -> Finding {
    let first = f.token(f.head).filter(|_| f.piece == Piece::Members && !f.is_name(f.head) && f.begins_value(f.head));
    if first.is_some() {
        let end = f.expression_end(f.head).max(f.head + 1);
        return Finding::new(&CODE, f.between(f.head, end - 1), "a value alone says nothing here").help(shape(f));
    }
    let span = if f.at_end() && !f.tokens.is_empty() { f.span(f.tokens.len() - 1) } else { f.here() };
    Finding::new(&CODE, span, message(f)).help(help(f))
}

fn message(f: &Failure<'_>) -> String {
    let (word, before) = (shown(f, f.at), f.at.checked_sub(1).map(|before| shown(f, before)));
    match (wanted(f), before) {
        (Some(wanted), Some(before)) if f.at_end() => format!("{wanted} is missing after {before}"),
        (Some(wanted), Some(before)) => format!("after {before} {wanted} was expected, not {word}"),
        (Some(wanted), None) => format!("{wanted} was expected, not {word}"),
        (None, Some(before)) if f.at_end() => format!("something is missing after {before}"),
        (None, Some(before)) if f.ends_value(f.at - 1) => format!("{word} has no place after {before}, which ends a value"),
        (None, Some(before)) => format!("{word} has no place after {before}"),
        (None, None) => format!("{word} has no place here"),
    }
}

/// What helps: how what is being read is built.
fn help(f: &Failure<'_>) -> String {
    let value = f.at > f.head + 2 && f.expression_start(f.at) > f.head;
    match f.piece {
        Piece::Members if value => "a value ends with its line, a comma or a closing bracket".to_owned(),
        _ => shape(f).to_owned(),
    }
}

fn shape(f: &Failure<'_>) -> &'static str {
    match f.piece {
        Piece::Members if f.declares => "a declaration begins with a word such as `let` or `param`, or with a noun and a name: `queue builds { .. }`",
        Piece::Members => "a member is `name = value`, `name { .. }` or `noun label { .. }`",
        Piece::Element => "a list is `[a, b]`: values with commas between them",
        Piece::Argument => "arguments are `value` or `name = value`, with commas between them",
        Piece::Field => "a field is `name: TYPE` or `name: TYPE = DEFAULT`",
        Piece::Type => "a type is a name, `[TYPE]`, `{TYPE}`, `{ name: TYPE }` or one of these with `?`",
    }
}

/// The finding for an item that nothing could be made of.
pub(crate) fn unreadable(span: Span) -> Finding {
    Finding::new(&CODE, span, "this could not be read as .cld").help("look at its brackets and quotes first")
}

/// A token as it is named in a message.
fn shown(f: &Failure<'_>, index: usize) -> String {
    let word = f.word(index);
    let end = word.char_indices().nth(40).map_or(word.len(), |(at, _)| at);
    match f.token(index).map(|token| token.shape) {
        Some(Shape::Unquote | Shape::Quote | Shape::Text | Shape::Escape) => "a text".to_owned(),
        _ if word == HOLE => "what stands there".to_owned(),
        _ => format!("`{}`", word.get(..end).unwrap_or(word)),
    }
}

/// What could have stood there, if that can be said in a few words.
fn wanted(f: &Failure<'_>) -> Option<&'static str> {
    let has = |kinds: &[Kind]| f.wanted.iter().any(|kind| kinds.contains(kind));
    if f.wanted.len() > 30 {
        return None;
    }
    if has(&[Kind::List, Kind::Paren, Kind::NameRef]) && !has(&[Kind::Operator]) {
        return Some("a value");
    }
    if has(&[Kind::TypePath, Kind::ListType]) {
        return Some("a type");
    }
    if has(&[Kind::Body]) && !has(&[Kind::Operator, Kind::Step]) {
        return Some("a `{`");
    }
    (has(&[Kind::Name]) && !has(&[Kind::Operator, Kind::Body])).then_some("a name")
}
