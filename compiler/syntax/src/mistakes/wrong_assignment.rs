use cloudc_base::Finding;

use super::{Failure, Found, edit, missing_let, unquoted_text};
use crate::grammar::{HOLE, Piece};
use crate::shadow::Repair;
use crate::words;

super::code!(Error "E0122" "wrong-assignment" "wrong_assignment.md");

/// `name: value`, `"name": value`, `name := value`, `name => value`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if let Some(found) = arrow(f).or_else(|| twice(f)).or_else(|| default(f)).or_else(|| valued(f)) {
        return Some(found);
    }
    let mark = f.word(f.at);
    let last = if mark == ":" && f.word(f.at + 1) == "=" && f.touches(f.at + 1) { f.at + 1 } else { f.at };
    let block = f.word(last + 1) == "{" || last + 1 >= f.tokens.len();
    let span = f.between(f.at, last);
    match f.piece {
        Piece::Members if mark == ":" && f.after_label() == Some(f.at) && block => {
            Some(Finding::new(&CODE, span, "no `:` stands before a block").fix("take it out", span, "").into())
        }
        Piece::Members | Piece::Argument | Piece::Element if matches!(mark, ":" | "=>" | "==") && f.is_target(f.at) => Some(field(f, last)),
        Piece::Field if mark == "=" => {
            Some(Finding::new(&CODE, span, "a field of a type is `name: TYPE`").fix("write `:`", span, ":").into())
        }
        _ => None,
    }
}

/// A name and another mark than `=`, which ends with token `last`; where things are declared, a `let` is missing too.
fn field(f: &Failure<'_>, last: usize) -> Found {
    let span = f.between(f.at, last);
    let spaced = if f.touches(f.at) { " =" } else { "=" };
    let name = f.at == f.head + 1 && f.is_name(f.head) && !words::CONTRACT.contains(&f.form()) && !f.is_form();
    if f.declares && f.piece == Piece::Members && name {
        let finding = missing_let::finding(f.span(f.head), f.form());
        let edits = vec![edit(f.before(f.head), "let "), edit(span, spaced)];
        return finding.fix_all(format!("write `let {} =`", f.form()), edits).into();
    }
    let finding = Finding::new(&CODE, span, format!("a field is set with `=`, not `{}`", f.slice(span.range())));
    let value = (last + 2..last + 4).find_map(|at| unquoted_text::meant(f, last + 1, at));
    match value.filter(|_| f.word(f.at) == ":") {
        Some(value) => {
            let edits = vec![edit(span, spaced), edit(value, format!("\"{}\"", f.slice(value.range())))];
            finding.help("text stands in quotes").fix_all("write `=` and the quotes", edits).into()
        }
        None => finding.fix("write `=`", span, spaced).into(),
    }
}

/// `param x: Int default 3`, `{ size: Int: 3 }`.
fn default(f: &Failure<'_>) -> Option<Found> {
    let typed = f.piece == Piece::Field && f.at > 2 || f.piece == Piece::Members && f.form() == "param" && f.at > f.head + 3;
    let word = matches!(f.word(f.at), "default" | "defaults" | "Default" | "or" | "is") && f.is_name(f.at);
    if !typed || !(word || matches!(f.word(f.at), ":" | "=>" | "==")) {
        return None;
    }
    let last = if matches!(f.word(f.at + 1), "=" | ":" | "to") { f.at + 1 } else { f.at };
    let span = f.between(f.at, last);
    let finding = Finding::new(&CODE, span, "a default stands after `=`").help("write `NAME: TYPE = DEFAULT`");
    f.begins_value(last + 1).then(|| finding.fix("write `=`", span, if f.touches(f.at) { " =" } else { "=" }).into())
}

/// `let x: 3`, `operation x: { .. }`.
fn valued(f: &Failure<'_>) -> Option<Found> {
    let named = matches!(f.form(), "let" | "output" | "verb" | "operation" | "metric" | "type") && f.piece == Piece::Members;
    let mark = matches!(f.word(f.at), ":" | "=>" | "==" | ":=") && f.after_label() == Some(f.at);
    let value = f.begins_value(f.at + 1) || f.word(f.at + 1) == "=";
    let last = if f.word(f.at + 1) == "=" { f.at + 1 } else { f.at };
    let span = f.between(f.at, last);
    let finding = Finding::new(&CODE, span, format!("`{}` takes `=` before its value", f.form()));
    (named && mark && value).then(|| finding.fix("write `=`", span, if f.touches(f.at) { " =" } else { "=" }).into())
}

/// `name -> value`, `name <- value`.
fn arrow(f: &Failure<'_>) -> Option<Found> {
    let pair = |at: usize| matches!((f.word(at), f.word(at + 1)), ("-", ">") | ("<", "-")) && f.touches(at + 1);
    let at = [Some(f.at), f.at.checked_sub(1)].into_iter().flatten().find(|&at| pair(at) && f.is_target(at))?;
    let span = f.between(at, at + 1);
    let finding = Finding::new(&CODE, span, format!("a field is set with `=`, not `{}`", f.slice(span.range())));
    matches!(f.piece, Piece::Members | Piece::Argument).then(|| finding.fix("write `=`", span, "=").into())
}

/// `name = = value`.
fn twice(f: &Failure<'_>) -> Option<Found> {
    if f.word(f.at) != "=" || f.word_before(f.at) != "=" {
        return None;
    }
    Some(Finding::new(&CODE, f.here(), "one `=` is enough").fix("take it out", f.here(), "").into())
}

/// `name:` and below it lines that begin with `-`.
pub(crate) fn yaml_list(f: &Failure<'_>) -> Option<Found> {
    if f.piece == Piece::Members && f.form() == "-" && f.at <= f.head + 2 && !f.is_name(f.head + 1) {
        let finding = Finding::new(&CODE, f.span(f.head), "a list stands in brackets").help("write `NAME = [a, b]`");
        let rest = f.between(f.head, f.tokens.len() - 1).range();
        return Found::without_fix(finding, vec![Repair::new(rest, HOLE)]);
    }
    let list = matches!(f.word(f.at), ":" | "=") && f.word(f.at + 1) == "-" && f.starts_line(f.at + 1);
    if f.piece != Piece::Members || !list || !f.is_target(f.at) {
        return None;
    }
    let finding = Finding::new(&CODE, f.here(), "a list stands in brackets").help(format!("write `{} = [a, b]`", f.form()));
    let rest = f.between(f.at, f.tokens.len() - 1).range();
    Found::without_fix(finding, vec![Repair::new(rest, format!(" = {HOLE}"))])
}
