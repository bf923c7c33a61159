use cloudc_base::Finding;

use super::{Failure, Found, edit};
use crate::grammar::{HOLE, Piece};
use crate::shadow::Repair;

super::code!(Error "E0140" "loop-head" "loop_head.md");

const SHAPE: &str = "a loop is `for NAME in LIST` or `for KEY, VALUE in MAP`";

/// `for x of xs {`, `for (x in xs) {`, `for k v in m {`, `for each x in xs {`, `for x`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let head = (0..=f.at).rev().find(|&index| f.word(index) == "for")?;
    let seen_in = (head..f.at).any(|index| f.word(index) == "in");
    let early = if seen_in { None } else { other_word(f, head).or_else(|| pair(f, head)).or_else(|| unfinished(f)) };
    early.or_else(|| bracketed(f, head)).or_else(|| each(f, head)).or_else(|| colon(f, seen_in))
}

/// `for (x in xs) {`.
fn bracketed(f: &Failure<'_>, head: usize) -> Option<Found> {
    let open = head + 1;
    let close = (f.word(open) == "(" && f.at == open).then(|| f.closer_of(open))??;
    let edits = vec![edit(f.span(open), ""), edit(f.span(close), "")];
    let finding = Finding::new(&CODE, f.between(open, close), "a loop has no brackets around its head").help(SHAPE);
    let repair = Repair::new(f.between(open, close).range(), format!("_ in {HOLE}"));
    Found::without_fix(finding.fix_all("take the brackets out", edits), vec![repair])
}

/// `for x of xs {`.
fn other_word(f: &Failure<'_>, head: usize) -> Option<Found> {
    let other = matches!(f.word(f.at), "of" | "from" | "=" | ":") && f.at <= head + 4 && f.word(head + 1) != "each";
    let finding = Finding::new(&CODE, f.here(), format!("a loop says `in`, not `{}`", f.word(f.at))).help(SHAPE);
    other.then(|| finding.fix("write `in`", f.here(), "in").into())
}

/// `for k v in m {`, `for k => v in m {`.
fn pair(f: &Failure<'_>, head: usize) -> Option<Found> {
    if f.at != head + 2 || f.word(head + 1) == "each" {
        return None;
    }
    if f.is_name(f.at) && f.word(f.at + 1) == "in" {
        let finding = Finding::new(&CODE, f.after(f.at), "a `,` is missing between key and value");
        return Some(finding.fix("write `,`", f.after(f.at), ",").into());
    }
    let finding = Finding::new(&CODE, f.here(), "a `,` stands between key and value").help(SHAPE);
    (f.word(f.at) == "=>").then(|| finding.fix("write `,`", f.here(), ",").into())
}

/// `for x` and no more.
fn unfinished(f: &Failure<'_>) -> Option<Found> {
    let name = f.head + 1;
    let finding = Finding::new(&CODE, f.span(name), format!("`in` and a list are missing after `{}`", f.word(name))).help(SHAPE);
    let repair = Repair::new(f.after(f.at).range(), format!(" in {HOLE} {{}}"));
    (f.at_end() && f.form() == "for" && f.at == name + 1).then(|| Found { finding, repairs: vec![repair] })
}

/// `for each x in xs {`.
fn each(f: &Failure<'_>, head: usize) -> Option<Found> {
    let each = head + 1;
    let list = f.word(each) == "each" && matches!(f.word(f.at), "in" | "of") && f.is_name(each + 1);
    let finding = Finding::new(&CODE, f.span(each), "a loop over a list has no `each`");
    let finding = finding.help("write `for NAME in LIST`, or `for each NAME: TYPE`");
    list.then(|| finding.fix("take it out", f.up_to(each, each + 1), "").into())
}

/// `for x in xs: {`.
fn colon(f: &Failure<'_>, seen_in: bool) -> Option<Found> {
    let mark = matches!(f.word(f.at), ":" | "do" | "then") && f.word(f.at + 1) == "{" && f.piece == Piece::Members;
    let finding = Finding::new(&CODE, f.here(), format!("no `{}` stands before the block of a loop", f.word(f.at)));
    (seen_in && mark).then(|| finding.fix("take it out", f.here(), "").into())
}
