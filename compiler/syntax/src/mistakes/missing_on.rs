use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::Piece;
use crate::lexer::Shape;

super::code!(Error "E0137" "missing-on" "missing_on.md");

const SHAPE: &str = "ports are `on tcp(22)` or `on [tcp(80), udp(53)]`";

/// `on tcp:22`, `on tcp/22`.
fn joined_port(f: &Failure<'_>) -> Option<Found> {
    let protocol = f.at.checked_sub(1)?;
    let mark = matches!(f.word(f.at), ":" | "-" | "@") && matches!(f.word(protocol), "tcp" | "udp") && f.is(f.at + 1, Shape::Number);
    let last = if f.word(f.at + 2) == ".." { f.at + 3 } else { f.at + 1 };
    let right = format!("{}({})", f.word(protocol), f.slice(f.between(f.at + 1, last).range()));
    let span = f.between(protocol, last);
    let finding = Finding::new(&CODE, span, "ports stand in brackets").help(SHAPE);
    mark.then(|| finding.fix(format!("write `{right}`"), span, right).into())
}

/// `on port 22`, `on ports [..]`.
fn worded_port(f: &Failure<'_>) -> Option<Found> {
    let word = f.at.checked_sub(1)?;
    if !matches!(f.word(word), "port" | "ports") || f.word_before(word) != "on" || !f.begins_value(f.at) {
        return None;
    }
    let finding = Finding::new(&CODE, f.span(word), format!("no `{}` stands before the ports", f.word(word))).help(SHAPE);
    if !f.is(f.at, Shape::Number) {
        return Some(finding.fix("take it out", f.up_to(word, f.at), "").into());
    }
    let right = format!("tcp({})", f.word(f.at));
    Some(finding.fix(format!("write `{right}`"), f.between(word, f.at), right).into())
}

/// `on tcp 22`, `on 22`.
fn bare_port(f: &Failure<'_>) -> Option<Found> {
    if let Some(found) = joined_port(f).or_else(|| worded_port(f)) {
        return Some(found);
    }
    let protocol = f.at.checked_sub(1)?;
    let named = matches!(f.word(protocol), "tcp" | "udp") && f.word_before(protocol) == "on";
    if !named || !f.is(f.at, Shape::Number) {
        return None;
    }
    let last = if f.word(f.at + 1) == ".." { f.at + 2 } else { f.at };
    let right = format!("{}({})", f.word(protocol), f.slice(f.between(f.at, last).range()));
    let span = f.between(protocol, last);
    let finding = Finding::new(&CODE, span, "ports stand in brackets").help(SHAPE);
    Some(finding.fix(format!("write `{right}`"), span, right).into())
}

/// Ports in a sentence without `on`, or with another word.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let sentence = matches!(f.form(), "allow" | "never") && f.piece == Piece::Members;
    if let Some(found) = bare_port(f).filter(|_| sentence) {
        return Some(found);
    }
    let to = (f.head..f.at).find(|&index| f.word(index) == "to")?;
    let on = (to..f.at).any(|index| f.word(index) == "on");
    if !sentence || on || f.at < to + 3 {
        return None;
    }
    let word = matches!(f.word(f.at), "port" | "ports" | "over" | "via" | "at" | "using" | "with" | ":");
    let number = if word { f.at + 1 } else { f.at };
    let ports = f.is(number, Shape::Number) || f.word(number) == "[" || matches!(f.word(number), "tcp" | "udp" | "icmp" | "all");
    if !ports {
        return None;
    }
    let bare = f.is(number, Shape::Number) && number + 1 == f.tokens.len();
    let right = if bare { format!("on tcp({})", f.word(number)) } else { "on".to_owned() };
    let finding = Finding::new(&CODE, f.here(), "`on` is missing before the ports").help(SHAPE);
    let title = format!("write `{right}`");
    Some(match (bare, word) {
        (true, _) => finding.fix(title, f.between(f.at, number), right).into(),
        (false, true) => finding.fix(title, f.here(), if f.touches(f.at) { " on" } else { "on" }).into(),
        (false, false) => finding.fix(title, f.before(f.at), if f.touches(f.at) { " on " } else { "on " }).into(),
    })
}
