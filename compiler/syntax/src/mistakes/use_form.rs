use cloudc_base::Finding;

use super::{Failure, Found, bad_name};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0133" "use-form" "use_form.md");

/// `use "x"` without a name, or the words in another order.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members || f.form() != "use" {
        return None;
    }
    unfinished(f).or_else(|| named(f)).or_else(|| bare_path(f)).or_else(|| turned(f))
}

/// `use`, `use as x`, `use "x"`, `use "x" as`.
fn unfinished(f: &Failure<'_>) -> Option<Found> {
    let shape = "write `use \"PATH\" as NAME`";
    if f.at == f.head + 1 && (f.at_end() || f.starts_line(f.at) || f.word(f.at) == "as") {
        let finding = Finding::new(&CODE, f.span(f.head), "a path is missing after `use`").help(shape);
        let rest = if f.at_end() { f.after(f.at) } else { f.before(f.at) };
        let name = if f.word(f.at) == "as" { "" } else { " as _" };
        return Found::without_fix(finding, vec![Repair::new(rest.range(), format!(" \"\"{name} "))]);
    }
    if f.at_end() && f.word_before(f.at) == "as" {
        let finding = Finding::new(&CODE, f.span(f.at - 1), "a name is missing after `as`").help(shape);
        return Found::without_fix(finding, vec![Repair::new(f.after(f.at).range(), format!(" {HOLE}"))]);
    }
    let unnamed = f.at_end() && f.is(f.head + 1, Shape::Quote) && f.after_label() == Some(f.at);
    let name = name_for(f.word(f.head + 2));
    let finding = Finding::new(&CODE, f.between(f.head, f.at.max(1) - 1), "what is used needs a name");
    unnamed.then(|| finding.fix(format!("write `as {name}`"), f.after(f.at), format!(" as {name}")).into())
}

/// `use "x" name`, `use "x" to name`, `use "x" as my-name`.
fn named(f: &Failure<'_>) -> Option<Found> {
    if f.word(f.at.checked_sub(2)?) == "as" {
        return bad_name::hyphenated(f);
    }
    let place = f.is(f.head + 1, Shape::Quote) && f.after_label() == Some(f.at) && f.is_name(f.at);
    let alone = f.at + 1 == f.tokens.len() || f.starts_line(f.at + 1);
    let (span, right) = if alone { (f.before(f.at), "as ") } else { (f.here(), "as") };
    let finding = Finding::new(&CODE, f.here(), "`as` stands before the name");
    place.then(|| finding.fix("write `as`", span, right).into())
}

/// `use worker from "./worker.cld"`.
fn turned(f: &Failure<'_>) -> Option<Found> {
    let path = (f.head..f.tokens.len()).find(|&index| f.is(index, Shape::Quote))?;
    if path == f.head + 1 || !f.is_name(f.head + 1) {
        return None;
    }
    let span = f.between(f.head, f.tokens.len() - 1);
    let right = format!("use \"{}\" as {}", f.word(path + 1), f.word(f.head + 1));
    Some(Finding::new(&CODE, span, "`use` takes the path, `as` and a name").fix(format!("write `{right}`"), span, right).into())
}

/// `use ./tags.cld as tags`.
fn bare_path(f: &Failure<'_>) -> Option<Found> {
    let end = (f.head + 1..f.tokens.len()).find(|&index| f.word(index) == "as").unwrap_or(f.tokens.len());
    let pathlike = (f.head + 1..end).any(|index| matches!(f.word(index), "." | "/" | ".."));
    if !pathlike || (f.head..end).any(|index| f.is(index, Shape::Quote)) {
        return None;
    }
    let span = f.between(f.head + 1, end - 1);
    let path = f.slice(span.range());
    let name = if end == f.tokens.len() { format!(" as {}", name_for(path)) } else { String::new() };
    let right = format!("\"{path}\"{name}");
    Some(Finding::new(&CODE, span, "a path stands in quotes").fix(format!("write `{right}`"), span, right).into())
}

/// A name made of a path's last part.
fn name_for(path: &str) -> String {
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    let stem = last.split('.').find(|part| !part.is_empty()).unwrap_or("other");
    stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}
