use cloudc_base::{Edit, Finding, Span};

use super::{Failure, Found, edit, param_without_type, unclosed_bracket};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0163" "foreign-type" "foreign_type.md");

/// `List<T>`, `Map<String, T>`, `T[]`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    generic(f).or_else(|| commas(f)).or_else(|| secret(f)).or_else(|| optional(f)).or_else(|| suffix(f)).or_else(|| prefix(f))
}

/// `param mode: "full", "half", "none" = ..`.
fn commas(f: &Failure<'_>) -> Option<Found> {
    let typed = f.piece == Piece::Members && matches!(f.form(), "param" | "type");
    let end = (f.head..f.tokens.len()).skip(3).find(|&index| f.word(index) == "=" || f.starts_line(index));
    let between = |&index: &usize| f.word(index) == "," && f.is(index - 1, Shape::Unquote) && f.is(index + 1, Shape::Quote);
    let commas = (f.head + 1..end.unwrap_or(f.tokens.len())).filter(between);
    let edits: Vec<Edit> = commas.map(|index| edit(f.span(index), " |")).collect();
    let first = edits.first().filter(|_| typed)?.span;
    Some(comma(first).fix_all("write `|`", edits).into())
}

fn comma(span: Span) -> Finding {
    Finding::new(&CODE, span, "the texts of a choice stand between `|`, not commas")
}

/// The finding for `param mode: "full", "half" = "half"`, which reads as a param and the setting of a text.
pub(crate) fn two_texts(span: Span) -> Finding {
    comma(span).fix("write `|`", span, " |")
}

/// `Secret<String`.
fn secret(f: &Failure<'_>) -> Option<Found> {
    let open = (0..f.at).rev().find(|&index| f.word(index) == "<" && f.word_before(index) == "Secret")?;
    let mut inner = open + 1..f.at;
    let ends = f.at_end() || matches!(f.word(f.at), "=" | "," | "}");
    let path = !inner.is_empty() && inner.all(|index| f.is_name(index) || f.word(index) == "." || f.word(index) == "?");
    let place = f.after(f.at);
    (ends && path).then(|| unclosed_bracket::finding(f.span(open), "<", '>', place, ">").into())
}

/// `param x?: T`.
fn optional(f: &Failure<'_>) -> Option<Found> {
    let name = f.piece == Piece::Field && f.at == 1 || f.form() == "param" && f.at == f.head + 2;
    let finding = Finding::new(&CODE, f.here(), "the `?` stands behind a type");
    let mark = name && f.word(f.at) == "?" && f.word(f.at + 1) == ":";
    mark.then(|| Found { finding: finding.help("write `NAME: TYPE?`"), repairs: vec![Repair::new(f.here().range(), "")] })
}

/// `?T`.
fn prefix(f: &Failure<'_>) -> Option<Found> {
    let typed = f.at > 0 && f.word(f.at - 1) == ":" || f.at == 0 && f.piece == Piece::Type;
    if f.word(f.at) != "?" || !typed || !f.is_name(f.at + 1) {
        return None;
    }
    let edits = vec![edit(f.here(), ""), edit(f.after(f.at + 2), "?")];
    Some(Finding::new(&CODE, f.here(), "the `?` stands behind a type").fix_all("put it behind", edits).into())
}

/// Whether a type of this name takes other types between `<` and `>` in other languages.
pub(crate) fn takes_pair(word: &str) -> bool {
    advice(word).is_some()
}

fn advice(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "list" | "array" | "set" | "vec" | "sequence" | "tuple" => "a list type is written `[TYPE]`",
        "map" | "dict" | "record" | "hashmap" | "dictionary" => "a map type is written `{TYPE}`; its keys are text",
        "object" => "a record type is written `{ name: TYPE, other: TYPE }`",
        "optional" | "option" | "maybe" => "a type that may be absent is written `TYPE?`",
        _ => return None,
    })
}

fn generic(f: &Failure<'_>) -> Option<Found> {
    let open = (0..=f.at).rev().find(|&index| f.word(index) == "<" && f.touches(index) && f.is_name(index - 1))?;
    let help = advice(f.word(open - 1))?;
    let mut depth = 0usize;
    let close = (open..f.tokens.len()).find(|&index| {
        depth += usize::from(f.word(index) == "<");
        depth -= usize::from(f.word(index) == ">");
        depth == 0
    })?;
    let span = f.between(open - 1, close);
    let inner = f.slice(f.span(open).end as usize..f.span(close).start as usize);
    Some(found(f, span, help, f.word(open - 1), inner))
}

/// `T[]`, where a type stands.
fn suffix(f: &Failure<'_>) -> Option<Found> {
    let typed = f.piece == Piece::Field || f.piece == Piece::Type || matches!(f.form(), "param" | "type");
    let close = f.closer_of(f.at)?;
    let empty = f.slice(f.span(f.at).end as usize..f.span(close).start as usize).trim_matches([' ', '\u{1}']).is_empty();
    if f.word(f.at) != "[" || !typed || !empty || !f.touches(f.at) || !f.is_name(f.at.checked_sub(1)?) {
        return None;
    }
    let mut first = f.at - 1;
    while f.word_before(first) == "." && first > 1 {
        first -= 2;
    }
    let inner = f.slice(f.between(first, f.at - 1).range());
    Some(found(f, f.between(first, close), "a list type is written `[TYPE]`", "list", inner))
}

fn found(f: &Failure<'_>, span: Span, help: &str, word: &str, inner: &str) -> Found {
    let finding = Finding::new(&CODE, span, format!("there is no type `{}`", f.slice(span.range()).replace(HOLE, ""))).help(help);
    match rewritten(word, inner) {
        Some(right) => finding.fix(format!("write `{right}`"), span, right).into(),
        None => Found { finding, repairs: vec![Repair::new(span.range(), HOLE)] },
    }
}

fn rewritten(word: &str, inner: &str) -> Option<String> {
    let inner = inner.trim();
    let inner = param_without_type::foreign(inner).unwrap_or(inner);
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_');
    match word.to_ascii_lowercase().as_str() {
        "list" | "array" | "set" | "vec" | "sequence" if plain(inner) => Some(format!("[{inner}]")),
        "optional" | "option" | "maybe" if plain(inner) => Some(format!("{inner}?")),
        "map" | "dict" | "record" | "hashmap" | "dictionary" => {
            let value = inner.rsplit(',').next().unwrap_or("").trim();
            let value = param_without_type::foreign(value).unwrap_or(value);
            plain(value).then(|| format!("{{{value}}}"))
        }
        _ => None,
    }
}

/// The finding for a type in round brackets, `list(String)`, which reads as bounds of a type.
pub(crate) fn check(span: Span, text: &str) -> Option<Finding> {
    let (word, rest) = text.split_once('(')?;
    if word == "Secret" {
        let right = format!("Secret<{}>", rest.trim_end_matches(')'));
        let finding = Finding::new(&CODE, span, "a secret type is written with `<` and `>`");
        return Some(finding.fix(format!("write `{right}`"), span, right));
    }
    let help = advice(word)?;
    let finding = Finding::new(&CODE, span, format!("there is no type `{text}`")).help(help);
    Some(match rewritten(word, rest.trim_end_matches(')')) {
        Some(right) => finding.fix(format!("write `{right}`"), span, right),
        None => finding,
    })
}
