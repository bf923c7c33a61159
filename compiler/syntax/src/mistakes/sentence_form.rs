use cloudc_base::{Finding, Span};

use super::{Failure, Found, edit, sentence_lists};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0136" "sentence-form" "sentence_form.md");

/// A sentence that lacks its `to`, or uses another word for it.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members || !matches!(f.form(), "allow" | "never") {
        return None;
    }
    if let Some(found) = sentence_lists::find(f) {
        return Some(found);
    }
    let form = f.form();
    let to = (f.head..f.at).any(|index| f.word(index) == "to");
    let shape = format!("a sentence is `{form} SUBJECT to VERB OBJECT`");
    if f.word(f.head + 1) == "to" && f.at == f.head + 2 {
        let finding = Finding::new(&CODE, f.span(f.head), format!("`{form}` needs a subject")).help(shape);
        return Found::without_fix(finding, vec![Repair::new(f.after(f.head + 1).range(), format!(" {HOLE}"))]);
    }
    if to {
        return broken(f, &shape);
    }
    if f.at == f.head + 1 {
        let finding = Finding::new(&CODE, f.between(f.head, f.head), format!("`{form}` needs a subject")).help(shape);
        let missing = if f.at_end() { format!(" {HOLE} to {HOLE}") } else { format!(" {HOLE}") };
        return Found::without_fix(finding, vec![Repair::new(f.after(f.at).range(), missing)]);
    }
    if let Some(found) = bracketed(f).or_else(|| other_word(f, &shape)) {
        return Some(found);
    }
    if f.is_name(f.at) || f.word(f.at) == "[" || f.is(f.at, Shape::Quote) {
        let finding = Finding::new(&CODE, f.here(), format!("`to` is missing before `{}`", f.word(f.at))).help(shape);
        return Some(finding.fix("write `to`", f.before(f.at), "to ").into());
    }
    let finding = Finding::new(&CODE, f.here(), shape);
    f.at_end().then(|| Found { finding, repairs: vec![Repair::new(f.after(f.at).range(), format!(" to {HOLE}"))] })
}

/// `on tcp(443) allow a to reach b`: also below a member that reads, as `on` begins none.
pub(crate) fn ports_first(f: &Failure<'_>) -> Option<Found> {
    let first = |index: &usize| f.word(*index) == "on" && (*index == f.head || f.starts_line(*index));
    let on = (f.at.saturating_sub(2)..=f.at).find(first).filter(|_| f.piece == Piece::Members)?;
    let mut line = (on + 1..f.tokens.len()).take_while(|&index| !f.starts_line(index));
    let form = line.find(|&index| matches!(f.word(index), "allow" | "never"))?;
    let word = f.word(form);
    let finding = Finding::new(&CODE, f.between(on, form - 1), "the ports stand last in a sentence");
    let finding = finding.help(format!("write `{word} SUBJECT to VERB OBJECT on PORTS`"));
    (form > on + 1).then(|| Found { finding, repairs: vec![Repair::new(f.up_to(on, form).range(), "")] })
}

/// `allow (a to b)`.
fn bracketed(f: &Failure<'_>) -> Option<Found> {
    let (open, close) = (f.head + 1, f.tokens.len().checked_sub(1)?);
    if f.word(open) != "(" || f.closer_of(open) != Some(close) {
        return None;
    }
    let edits = vec![edit(f.span(open), ""), edit(f.span(close), "")];
    let finding = Finding::new(&CODE, f.between(open, close), "a sentence has no brackets around it");
    let repair = Repair::new(f.between(open, close).range(), format!("{HOLE} to {HOLE}"));
    Found::without_fix(finding.fix_all("take the brackets out", edits), vec![repair])
}

/// `allow a -> b`, `allow a can read b`.
fn other_word(f: &Failure<'_>, shape: &str) -> Option<Found> {
    if f.word(f.at) == ">" && f.word_before(f.at) == "-" {
        let arrow = f.between(f.at - 1, f.at);
        let finding = Finding::new(&CODE, arrow, "a sentence is written in words").help(shape);
        let verb = f.is_name(f.at + 1) && f.is_name(f.at + 2) && !matches!(f.word(f.at + 2), "on" | "except");
        let right = if verb || f.word(f.at + 1) == "[" { "to" } else { "to reach" };
        return Some(finding.fix(format!("write `{right}`"), arrow, right).into());
    }
    if !matches!(f.word(f.at), "can" | "may" | "for" | "into" | "=>" | ":" | "-" | "=") {
        return None;
    }
    let last = if f.word(f.at + 1) == ">" { f.at + 1 } else { f.at };
    let verb = if last > f.at { "to reach" } else { "to" };
    let lead = if f.touches(f.at) { " " } else { "" };
    let finding = Finding::new(&CODE, f.between(f.at, last), shape);
    Some(finding.fix(format!("write `{verb}`"), f.between(f.at, last), format!("{lead}{verb}")).into())
}

/// After the `to`: nothing, or several things without a list.
fn broken(f: &Failure<'_>, shape: &str) -> Option<Found> {
    if f.word_before(f.at) == "to" || f.word_before(f.at) == "on" {
        let missing = if f.word_before(f.at) == "to" { "a verb is missing after `to`" } else { "the ports are missing after `on`" };
        let finding = Finding::new(&CODE, f.span(f.at - 1), missing).help(shape.to_owned());
        return Found::without_fix(finding, vec![Repair::new(f.after(f.at).range(), format!(" {HOLE}"))]);
    }
    if f.at_end() && f.word_before(f.at) == "except" {
        let finding = Finding::new(&CODE, f.span(f.at - 1), "what is excepted is missing after `except`");
        let finding = finding.help("write `except NAME` or `except [a, b]`");
        return Found::without_fix(finding, vec![Repair::new(f.after(f.at).range(), format!(" {HOLE}"))]);
    }
    if f.word(f.at) == "except" && f.form() == "allow" {
        let span = f.between(f.at, f.tokens.len() - 1);
        let finding = Finding::new(&CODE, span, "only a `never` has exceptions");
        return Some(finding.fix("take them out", Span::new(span.file, f.gap(f.at).start, span.end), "").into());
    }
    None
}

/// The finding for `reach` without what is reached.
pub(crate) fn no_object(span: Span, form: &str) -> Finding {
    let shape = format!("a sentence is `{form} SUBJECT to reach OBJECT`");
    Finding::new(&CODE, span, "what is reached is missing after `reach`").help(shape)
}

/// `builds.grant_send_messages(worker)`: what the CDK calls on the thing itself.
pub(crate) fn granted(f: &Failure<'_>) -> Option<Found> {
    let method = f.head + 2;
    let grants = ["grant", "add_to_role_policy", "addToRolePolicy", "allow"].iter().any(|word| f.word(method).starts_with(word));
    if f.piece != Piece::Members || !f.is_name(f.head) || f.word(f.head + 1) != "." || !grants || f.word(method + 1) != "(" {
        return None;
    }
    let finding = Finding::new(&CODE, f.between(f.head, method), "who may do what is said by a sentence");
    let whole = f.between(f.head, f.tokens.len().saturating_sub(1));
    Found::without_fix(finding.help(format!("write `allow WHO to VERB {}`", f.form())), vec![Repair::new(whole.range(), HOLE)])
}
