use cloudc_base::Finding;

use super::{Failure, Found, edit};
use crate::grammar::{HOLE, Piece};
use crate::shadow::Repair;
use crate::words;

super::code!(Error "E0155" "choice-form" "choice_form.md");

/// `c ? a : b`, `if c { a } else { b }` as a value, `a if c else b`, `if c then {`, `then if`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    ternary(f).or_else(|| braces(f)).or_else(|| backwards(f)).or_else(|| then_block(f)).or_else(|| nested(f)).or_else(|| without_then(f))
}

const SHAPE: &str = "a choice is `if CONDITION then A else B`";

fn ternary(f: &Failure<'_>) -> Option<Found> {
    if f.word(f.at) != "?" || f.at == 0 || !f.ends_value(f.at - 1) || f.word(f.at + 1) == ":" {
        return None;
    }
    let start = f.expression_start(f.at);
    let end = f.expression_end(f.at);
    let colon = (f.at..end).find(|&index| f.word(index) == ":")?;
    let edits = vec![edit(f.before(start), "if "), edit(f.here(), "then"), edit(f.span(colon), "else")];
    Some(Finding::new(&CODE, f.here(), "there is no `? :`").help(SHAPE).fix_all("write it with `if`", edits).into())
}

fn braces(f: &Failure<'_>) -> Option<Found> {
    let word = (0..f.at).rev().find(|&index| f.word(index) == "if")?;
    if f.word(f.at) != "{" || word == f.head || f.word_before(word) == "else" {
        return None;
    }
    let first = f.closer_of(f.at)?;
    let mut edits = vec![edit(f.here(), "then "), edit(f.span(first), "")];
    if f.word(first + 1) == "else" && f.word(first + 2) == "{" {
        edits.extend([edit(f.span(first + 2), ""), edit(f.span(f.closer_of(first + 2)?), "")]);
    }
    Some(Finding::new(&CODE, f.here(), "a choice between values has no blocks").help(SHAPE).fix_all("write `then`", edits).into())
}

fn backwards(f: &Failure<'_>) -> Option<Found> {
    let python = f.word(f.at) == "if" && f.at + 1 < f.tokens.len() && !f.starts_line(f.at) && f.at > 0 && f.ends_value(f.at - 1) && !(0..f.at).any(|index| f.word(index) == "for");
    if !python {
        return None;
    }
    let end = f.expression_end(f.at);
    let otherwise = (f.at..end).find(|&index| f.word(index) == "else");
    let start = f.expression_start(f.at);
    if f.piece == Piece::Members && start == f.head && f.is_form() {
        return Some(conditioned(f));
    }
    let value = f.slice(f.between(start, f.at - 1).range());
    let condition = f.slice(f.between(f.at + 1, otherwise.unwrap_or(end) - 1).range());
    let rest = otherwise.map(|otherwise| f.slice(f.between(otherwise + 1, end - 1).range()));
    let rest = rest.map_or(String::new(), |rest| format!(" else {rest}"));
    let span = f.between(start, end - 1);
    let right = format!("if {condition} then {value}{rest}");
    Some(Finding::new(&CODE, f.here(), "the condition comes first").help(SHAPE).fix(format!("write `{right}`"), span, right).into())
}

/// `allow a to reach b if c`.
fn conditioned(f: &Failure<'_>) -> Found {
    let end = (f.at..f.tokens.len()).find(|&index| f.starts_line(index)).unwrap_or(f.tokens.len());
    let taken = f.with_gap(f.at, end - 1);
    let condition = f.slice(f.between(f.at + 1, end - 1).range());
    let finding = Finding::new(&CODE, f.here(), "the condition comes first").help("write `if CONDITION { .. }`");
    let repairs = vec![Repair::new(taken.range(), "")];
    // What stands in brackets is not seen here, and cannot be moved.
    if end < f.at + 2 || condition.contains(HOLE) || condition.contains("else") {
        return Found { finding, repairs };
    }
    let edits = vec![edit(f.before(f.head), format!("if {condition} {{ ")), edit(taken, " }")];
    finding.fix_all("write it with a block", edits).into()
}

/// `if c then {` where a block is meant.
fn then_block(f: &Failure<'_>) -> Option<Found> {
    if f.form() != "if" || f.piece != Piece::Members || !matches!(f.word(f.at), "then" | "do" | ":") || f.word(f.at + 1) != "{" {
        return None;
    }
    let finding = Finding::new(&CODE, f.here(), format!("no `{}` stands before the block of an `if`", f.word(f.at)));
    Some(finding.fix("take it out", f.here(), "").into())
}

/// `if c 3 else 4`.
fn without_then(f: &Failure<'_>) -> Option<Found> {
    let start = f.expression_start(f.at);
    let choice = f.word(start) == "if" && (start > f.head || f.piece != Piece::Members) && f.at > start + 1;
    let then = (start..f.at).any(|index| f.word(index) == "then");
    if !choice || then || !f.begins_value(f.at) || !f.ends_value(f.at - 1) || f.word(f.at) == "{" || f.starts_line(f.at) {
        return None;
    }
    let finding = Finding::new(&CODE, f.after(f.at), "`then` is missing before the value").help(SHAPE);
    Some(finding.fix("write `then`", f.after(f.at), " then").into())
}

fn nested(f: &Failure<'_>) -> Option<Found> {
    let word = if f.word(f.at) == "if" { f.at } else { f.at.checked_sub(1)? };
    let operand = words::GOES_ON.contains(&f.word_before(word)) && !matches!(f.word_before(word), "," | "=>");
    if f.word(word) != "if" || !(operand || f.word_before(word) == "then") {
        return None;
    }
    let end = (word..f.tokens.len()).find(|&index| f.word(index) == "else").filter(|_| !operand).map(|first| second_else(f, first));
    let end = end.unwrap_or_else(|| f.expression_end(word));
    let edits = vec![edit(f.before(word), "("), edit(f.after(end), ")")];
    let finding = Finding::new(&CODE, f.span(word), "a choice within a choice stands in brackets");
    Some(finding.fix_all("write the brackets", edits).into())
}

/// Where a choice after `then` ends: at the `else` of the outer one, or with the expression.
fn second_else(f: &Failure<'_>, first: usize) -> usize {
    let end = f.expression_end(first);
    (first + 1..end).find(|&index| f.word(index) == "else").unwrap_or(end)
}
