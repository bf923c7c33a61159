use cloudc_base::{Finding, Span};

use super::unquoted_text::pseudo;
use super::{Failure, Found, edit};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0159" "dollar" "dollar.md");

/// `$name`, `${name}` outside of text.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let at = if f.word_before(f.at) == "$" { f.at - 1 } else { f.at };
    if f.word(at) != "$" {
        return None;
    }
    let finding = Finding::new(&CODE, f.span(at), "a name is used without `$`").help("`${..}` stands in text only");
    if f.word(at + 1) == "{" {
        let edits = vec![edit(f.between(at, at + 1), ""), edit(f.span(f.closer_of(at + 1)?), "")];
        return Some(finding.fix_all("take it out", edits).into());
    }
    Some(finding.fix("take it out", f.span(at), "").into())
}

/// The `@` of a shell's `${list[@]}`.
pub(crate) fn shell_index(f: &Failure<'_>) -> Option<Found> {
    let alone = f.piece == Piece::Element && f.word(0) == "@" && f.tokens.len() == 1;
    let finding = Finding::new(&CODE, f.here(), "there is no `[@]`").help("for a shell's `${` write `\\${`");
    alone.then(|| Found { finding, repairs: vec![Repair::new(f.here().range(), HOLE)] })
}

/// `${NAME:-default}` in a text: what a shell would read.
pub(crate) fn shell_default(f: &Failure<'_>) -> Option<Found> {
    let shell = matches!(f.word(f.at), ":" | "%" | "/" | "#" | "@") || f.word(f.at) == "-" || f.word(f.at) == "%%";
    let hook = (0..f.at).rev().find(|&index| f.is(index, Shape::Hook) || f.is(index, Shape::Unhook))?;
    if !shell || !f.is(hook, Shape::Hook) || f.at > hook + 2 + usize::from(f.word(f.at) == "@") || !f.touches(f.at) {
        return None;
    }
    let end = (hook..f.tokens.len()).find(|&index| f.is(index, Shape::Unhook))?;
    let inside = f.slice(f.span(hook).end as usize..f.span(end).start as usize);
    if let Some(known) = pseudo(inside) {
        let span = Span::new(f.span(hook).file, f.span(hook).end, f.span(end).start);
        let finding = Finding::new(&CODE, span, format!("there is no `{inside}` here"));
        return Some(finding.fix(format!("write `{known}`"), span, known).into());
    }
    let finding = Finding::new(&CODE, f.span(hook), "what stands after this `${` is no value of a program");
    let finding = finding.help("for a shell's `${` write `\\${`");
    Some(finding.fix("write `\\${`", f.span(hook), "\\${").into())
}

/// `{{ name }}`: what stands in the outer braces, before it is cut.
pub(crate) fn doubled_braces(f: &Failure<'_>) -> Option<Found> {
    let last = f.tokens.len().checked_sub(1)?;
    if f.piece != Piece::Members || f.word(0) != "{" || f.closer_of(0) != Some(last) {
        return None;
    }
    let finding = Finding::new(&CODE, f.between(0, 0), "there is no `{{ .. }}`").help("a name is used as it is, `${..}` in text");
    Found::without_fix(finding, vec![Repair::new(f.between(0, last).range(), HOLE)])
}
