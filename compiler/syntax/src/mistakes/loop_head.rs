use cloudc_base::Finding;

use super::{Failure, Found, edit};
use crate::grammar::{HOLE, Piece};
use crate::shadow::Repair;

super::code!(Error "E0140" "loop-head" "loop_head.md");

/// `for x of xs {`, `for (x in xs) {`, `for k v in m {`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let head = (0..=f.at).rev().find(|&index| f.word(index) == "for")?;
    let shape = "a loop is `for NAME in LIST` or `for KEY, VALUE in MAP`";
    if f.word(head + 1) == "(" && f.at == head + 1 {
        let close = f.closer_of(head + 1)?;
        let edits = vec![edit(f.between(head + 1, head + 1), ""), edit(f.span(close), "")];
        let finding = Finding::new(&CODE, f.between(head + 1, close), "a loop has no brackets around its head").help(shape);
        let repair = Repair::new(f.between(head + 1, close).range(), format!("_ in {HOLE}"));
        return Found::without_fix(finding.fix_all("take the brackets out", edits), vec![repair]);
    }
    let seen_in = (head..f.at).any(|index| f.word(index) == "in");
    if !seen_in && matches!(f.word(f.at), "of" | "from" | "=" | ":") && f.at <= head + 4 {
        let finding = Finding::new(&CODE, f.here(), format!("a loop says `in`, not `{}`", f.word(f.at))).help(shape);
        return Some(finding.fix("write `in`", f.here(), "in").into());
    }
    if !seen_in && f.at == head + 2 && f.is_name(f.at) && f.word(f.at + 1) == "in" {
        let finding = Finding::new(&CODE, f.after(f.at), "a `,` is missing between key and value");
        return Some(finding.fix("write `,`", f.after(f.at), ",").into());
    }
    if !seen_in && f.at == head + 2 && f.word(f.at) == "=>" {
        let finding = Finding::new(&CODE, f.here(), "a `,` stands between key and value").help(shape);
        return Some(finding.fix("write `,`", f.here(), ",").into());
    }
    if !seen_in && f.at_end() && f.form() == "for" && f.at == f.head + 2 {
        let finding = Finding::new(&CODE, f.span(f.head + 1), format!("`in` and a list are missing after `{}`", f.word(f.head + 1)));
        return Found::without_fix(finding.help(shape), vec![Repair::new(f.after(f.at).range(), format!(" in {HOLE} {{}}"))]);
    }
    if matches!(f.word(f.at), ":" | "do" | "then") && matches!(f.form(), "for" | "if") && f.is_name(f.at + 1) && !f.starts_line(f.at + 1) && f.piece == Piece::Members {
        let finding = Finding::new(&CODE, f.here(), format!("the block of a `{}` stands between `{{` and `}}`", f.form()));
        let edits = vec![edit(f.with_gap(f.at, f.at), " {"), edit(f.after(f.tokens.len()), " }")];
        return Some(finding.fix_all("write the braces", edits).into());
    }
    let block = f.word(f.at + 1) == "{" || f.at + 1 == f.tokens.len();
    if f.word(head + 1) == "each" && matches!(f.word(f.at), "in" | "of") && f.is_name(head + 2) {
        let finding = Finding::new(&CODE, f.span(head + 1), "a loop over a list has no `each`").help("write `for NAME in LIST`, or `for each NAME: TYPE`");
        return Some(finding.fix("take it out", f.up_to(head + 1, head + 2), "").into());
    }
    if matches!(f.word(f.at), ":" | "do") && f.at + 1 == f.tokens.len() && matches!(f.form(), "for" | "if") && f.piece == Piece::Members {
        let finding = Finding::new(&CODE, f.here(), format!("the block of a `{}` stands between `{{` and `}}`", f.form()));
        let gap = f.with_gap(f.at, f.at);
        return Found::without_fix(finding.help("indentation alone makes no block"), vec![Repair::new(gap.range(), " {}")]);
    }
    if seen_in && matches!(f.word(f.at), ":" | "do" | "then") && block && f.piece == Piece::Members {
        let finding = Finding::new(&CODE, f.here(), format!("no `{}` stands before the block of a loop", f.word(f.at)));
        return Some(finding.fix("take it out", f.here(), "").into());
    }
    None
}
