use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;
use crate::words;

super::code!(Error "E0124" "missing-value" "missing_value.md");

/// Something that needs a value after it is the last of its piece.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if let Some(found) = step(f).or_else(|| unset(f)).or_else(|| hook(f)) {
        return Some(found);
    }
    let last = f.word_before(f.at);
    let closed = f.at_end() || f.is(f.at, Shape::Unhook) || f.is(f.at, Shape::Close) || f.word(f.at) == "," || f.word(f.at) == "=" && last == ":";
    let asks = ["=", "=>", ":"].contains(&last) || words::GOES_ON.contains(&last) || matches!(last, "!" | "then" | "else" | "to" | "on" | "in");
    let lone = f.at_end() && f.form() == "if" && f.tokens.len() == f.head + 1 && f.piece == Piece::Members;
    let bare = f.form() == "if" && f.word(f.head + 1) == "{" && f.at > f.head && f.piece == Piece::Members;
    if bare {
        let finding = Finding::new(&CODE, f.span(f.head), "a condition is missing after `if`").help("write `if CONDITION { .. }`");
        return Found::without_fix(finding, vec![Repair::new(f.after(f.head + 1).range(), format!(" {HOLE}"))]);
    }
    if lone {
        let finding = Finding::new(&CODE, f.span(f.head), "a condition is missing after `if`").help("write `if CONDITION { .. }`");
        return Found::without_fix(finding, vec![Repair::new(f.after(f.at).range(), format!(" {HOLE} {{}}"))]);
    }
    if f.at == 0 || !closed || !asks || last == "," {
        return None;
    }
    let mark = f.span(f.at - 1);
    let typed = last == ":" || f.form() == "type" && f.at == f.head + 3 || f.word_before(f.at - 1) == "Secret";
    let what = if typed { "a type" } else { "a value" };
    let finding = Finding::new(&CODE, mark, format!("{what} is missing after `{last}`"));
    let finding = if last == "=" && !typed { finding.help("the value begins on the line of its `=`") } else { finding };
    let place = f.after(f.at).range();
    Found::without_fix(finding, vec![Repair::new(place, format!(" {HOLE} "))])
}

/// `x = net.`
fn step(f: &Failure<'_>) -> Option<Found> {
    let dot = f.at.checked_sub(1)?;
    let open = f.at_end() || f.starts_line(f.at) || !f.is_name(f.at) && !f.is(f.at, Shape::Number);
    if !matches!(f.word(dot), "." | "?.") || !open || dot == 0 || !f.ends_value(dot - 1) || f.is(dot - 1, Shape::Number) {
        return None;
    }
    let finding = Finding::new(&CODE, f.span(dot), format!("a name is missing after `{}`", f.word(dot)));
    if matches!(f.word(f.at), "[" | "*" | "(") {
        return None;
    }
    Found::without_fix(finding, vec![Repair::new(f.span(dot).range(), "")])
}

/// `let x`, or the name of a field alone.
fn unset(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members || !f.at_end() {
        return None;
    }
    let named = matches!(f.form(), "let" | "output" | "verb" | "operation" | "metric" | "type") && f.after_label() == Some(f.at);
    let field = !f.declares && f.tokens.len() == f.head + 1 && f.is_name(f.head) && !f.is_form();
    if !named && !field {
        return None;
    }
    let span = f.between(f.head, f.at - 1);
    let name = f.slice(span.range());
    let finding = Finding::new(&CODE, span, format!("`{name}` has no value")).help(format!("write `{name} = ..`"));
    Found::without_fix(finding, vec![Repair::new(f.after(f.at).range(), format!(" = {HOLE}"))])
}

/// `${}`.
fn hook(f: &Failure<'_>) -> Option<Found> {
    let open = f.at.checked_sub(1).filter(|&open| f.is(open, Shape::Hook) && f.is(f.at, Shape::Unhook))?;
    let finding = Finding::new(&CODE, f.between(open, f.at), "a value is missing in `${}`");
    let finding = finding.help("for the characters themselves write `\\${}`");
    Found::without_fix(finding, vec![Repair::new(f.after(f.at).range(), HOLE)])
}

/// An operator with nothing before it.
pub(crate) fn before(f: &Failure<'_>) -> Option<Found> {
    let operator = words::GOES_ON.contains(&f.word(f.at)) && !matches!(f.word(f.at), "," | "=>");
    let first = f.at == 0 && f.piece != Piece::Members;
    if !operator || !first && (f.at <= f.head || f.ends_value(f.at - 1)) {
        return None;
    }
    let finding = Finding::new(&CODE, f.here(), format!("a value is missing before `{}`", f.word(f.at)));
    Found::without_fix(finding, vec![Repair::new(f.before(f.at).range(), HOLE)])
}
