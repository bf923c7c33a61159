use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0153" "foreign-operator" "foreign_operator.md");

/// `and`, `or`, `not`, `===`, `<>`, `%`, `**`, `+=`, `++`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    negation(f).or_else(|| word(f)).or_else(|| doubled(f)).or_else(|| modulo(f)).or_else(|| bit(f)).or_else(|| compared(f))
}

/// `a and b`.
fn word(f: &Failure<'_>) -> Option<Found> {
    let typed = matches!(f.piece, Piece::Field | Piece::Type) || matches!(f.form(), "type" | "param");
    if f.piece == Piece::Members && matches!(f.form(), "allow" | "never") {
        return None;
    }
    let right = match f.word(f.at) {
        "and" | "AND" => "&&",
        "or" | "OR" if typed => "|",
        "or" | "OR" => "||",
        "is" | "eq" => "==",
        _ => return None,
    };
    let operand = f.ends_value(f.at.checked_sub(1)?) && f.begins_value(f.at + 1);
    operand.then(|| instead(f.here(), f.word(f.at), right))
}

/// `not a`: read as a name and something behind it.
fn negation(f: &Failure<'_>) -> Option<Found> {
    let before = f.at.checked_sub(1)?;
    let alone = before == 0 || !f.ends_value(before - 1) || matches!(f.word(before - 1), "if" | "assert" | "and" | "or");
    if !matches!(f.word(before), "not" | "NOT") || !alone || !f.begins_value(f.at) {
        return None;
    }
    let span = Span::new(f.here().file, f.span(before).start, f.here().start);
    let finding = Finding::new(&CODE, f.span(before), format!("there is no operator `{}`", f.word(before)));
    Some(finding.fix("write `!`", span, "!").into())
}

/// An operator that goes on where ours ends: `===`, `!==`, `<>`, `**`, `++`, `+=`, `|>`.
fn doubled(f: &Failure<'_>) -> Option<Found> {
    let before = f.at.checked_sub(1)?;
    if f.is_target(before) && f.word(f.at) == "=" && f.touches(f.at) && matches!(f.word(before), "+" | "-" | "*" | "/") {
        return changed(f, before);
    }
    if matches!(f.word(f.at), "+" | "-" | "*" | "/") && f.word(f.at + 1) == "=" && f.touches(f.at + 1) && f.is_target(f.at) {
        return changed(f, f.at);
    }
    if f.word(f.at) == "||" && (matches!(f.form(), "param" | "type") || matches!(f.piece, Piece::Field | Piece::Type)) {
        return Some(instead(f.here(), "||", "|"));
    }
    if f.word(f.at) == "?" && f.word(f.at + 1) == ":" && f.touches(f.at + 1) && f.ends_value(before) {
        return Some(instead(f.between(f.at, f.at + 1), "?:", "??"));
    }
    twice(f, f.at).or_else(|| twice(f, before)).or_else(|| joined(f, before))
}

/// `a++`, `a--` at the end.
fn twice(f: &Failure<'_>, mark: usize) -> Option<Found> {
    let twice = matches!(f.word(mark), "+" | "-") && f.word(mark + 1) == f.word(mark) && f.touches(mark + 1);
    if !twice || mark + 2 != f.tokens.len() {
        return None;
    }
    if f.is_target(mark) { changed(f, mark) } else { f.ends_value(mark.checked_sub(1)?).then(|| stepped(f, mark)) }
}

/// `===`, `<>`, `**`: two marks that touch.
fn joined(f: &Failure<'_>, before: usize) -> Option<Found> {
    let right = match (f.word(before), f.word(f.at)) {
        _ if !f.touches(f.at) => return None,
        ("==", "=") => "==",
        ("!=", "=") | ("<", ">") => "!=",
        ("=", "<") => "<=",
        ("*", "*") | ("+", "+") => "",
        _ => return None,
    };
    let span = f.between(before, f.at);
    if right.is_empty() {
        let finding = Finding::new(&CODE, span, format!("there is no operator `{}`", f.slice(span.range())));
        return Found::without_fix(finding, vec![Repair::new(f.here().range(), "")]);
    }
    Some(instead(span, f.slice(span.range()), right))
}

/// `let b = a++`.
fn stepped(f: &Failure<'_>, mark: usize) -> Found {
    let span = f.between(mark, mark + 1);
    let finding = Finding::new(&CODE, span, format!("there is no operator `{}`", f.slice(span.range())));
    let finding = finding.help(format!("one more is `{} + 1`", f.word_before(mark)));
    Found { finding, repairs: vec![Repair::new(span.range(), "")] }
}

/// `count += 1`, `tries++`.
fn changed(f: &Failure<'_>, mark: usize) -> Option<Found> {
    let finding = Finding::new(&CODE, f.between(mark, mark + 1), "nothing changes once it is said: a name has one value");
    let finding = finding.help("give the new value a name of its own: `let other = ..`");
    let right = if f.word(mark + 1) == "=" { "=".to_owned() } else { format!(" = {HOLE}") };
    let mut repairs = vec![Repair::new(f.between(mark, mark + 1).range(), right)];
    if f.declares {
        repairs.push(Repair::new(f.before(f.head).range(), "let "));
    }
    Found::without_fix(finding, repairs)
}

/// `let same = a = b`.
fn compared(f: &Failure<'_>) -> Option<Found> {
    let start = f.expression_start(f.at);
    let value = f.word_before(start) == "=" && f.word(f.at) == "=" && f.at > start && f.ends_value(f.at - 1) && f.begins_value(f.at + 1);
    let finding = Finding::new(&CODE, f.here(), "`=` compares nothing");
    (value && !f.starts_line(f.at)).then(|| finding.fix("write `==`", f.here(), "==").into())
}

fn modulo(f: &Failure<'_>) -> Option<Found> {
    let before = f.at.checked_sub(1)?;
    let glued = f.is(before, Shape::Number) && f.word(before).ends_with('%') && f.begins_value(f.at) && !f.starts_line(f.at);
    let apart = f.word(f.at) == "%" && f.ends_value(before) && f.begins_value(f.at + 1);
    if !glued && !apart {
        return None;
    }
    let end = f.span(before).end;
    let span = if apart { f.here() } else { Span::new(f.here().file, end - 1, end) };
    let finding = Finding::new(&CODE, span, "there is no modulo").help("loop over the list that is wanted instead of counting");
    Found::without_fix(finding, vec![Repair::new(span.range(), "/")])
}

fn bit(f: &Failure<'_>) -> Option<Found> {
    let right = match f.word(f.at) {
        "&" => "&&",
        "|" => "||",
        "^" | "~" => "",
        _ => return None,
    };
    let operands = f.ends_value(f.at.checked_sub(1)?) && f.begins_value(f.at + 1);
    let ty = matches!(f.form(), "param" | "type");
    if !operands || ty {
        return None;
    }
    if right.is_empty() {
        let finding = Finding::new(&CODE, f.here(), format!("there is no operator `{}`", f.word(f.at)));
        return Found::without_fix(finding, vec![Repair::new(f.here().range(), "+")]);
    }
    Some(instead(f.here(), f.word(f.at), right))
}

fn instead(span: Span, written: &str, right: &str) -> Found {
    Finding::new(&CODE, span, format!("there is no operator `{written}`")).fix(format!("write `{right}`"), span, right).into()
}
