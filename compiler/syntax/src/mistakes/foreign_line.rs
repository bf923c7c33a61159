use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::cut::member_behind_sign;
use crate::grammar::Piece;

super::code!(Error "E0112" "foreign-line" "foreign_line.md");

/// A line that another tool left behind.
pub(crate) fn finding(span: Span, text: &str) -> Finding {
    if text.starts_with(['`', '~', '$']) {
        return Finding::new(&CODE, span, "this line is no part of a program").fix("take it out", span, "");
    }
    Finding::new(&CODE, span, "a merge is not finished here").help("keep one of the two sides and take the marker lines out")
}

/// `+ x = 1` of a diff, `- x = 1`, a line number or a prompt before a member.
pub(crate) fn before_member(f: &Failure<'_>) -> Option<Found> {
    let start = f.span(f.head).start as usize;
    let len = (f.piece == Piece::Members && f.at == f.head).then(|| member_behind_sign(f.slice(start..f.text.len())))??;
    let sign = f.slice(start..start + len).trim_end();
    let span = Span::new(f.here().file, start as u32, (start + sign.len()) as u32);
    let what = if sign.starts_with(|c: char| c.is_ascii_digit()) { "a line has no number before it".to_owned() } else { format!("no `{sign}` stands before a member") };
    let taken = Span::new(span.file, span.start, (start + len) as u32);
    Some(Finding::new(&CODE, span, what).fix("take it out", taken, "").into())
}

/// `REM a comment`.
fn remark(f: &Failure<'_>, end: usize) -> Option<Found> {
    let basic = matches!(f.form(), "REM" | "rem") && !matches!(f.word(f.head + 1), "=" | "{" | ".");
    let finding = Finding::new(&CODE, f.between(f.head, end.checked_sub(1)?), "a comment begins with `//`");
    basic.then(|| finding.fix("write `//`", f.span(f.head), "//").into())
}

/// A sentence of plain text: many words in a row.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members || f.is_form() || !f.is_name(f.head) {
        return None;
    }
    let end = (f.head + 1..f.tokens.len()).find(|&index| f.starts_line(index)).unwrap_or(f.tokens.len());
    if let Some(found) = remark(f, end) {
        return Some(found);
    }
    let names = (f.head..end).filter(|&index| f.is_name(index)).count();
    let row = (f.head..end).any(|at| (at..at + 4).all(|index| index < end && f.is_name(index)));
    let code = (f.head..end).any(|index| matches!(f.word(index), "=" | "{" | "=>"));
    if !row || code || names < 5 {
        return None;
    }
    let finding = Finding::new(&CODE, f.between(f.head, end - 1), "this line is no part of a program");
    Some(finding.fix("write `//`", f.before(f.head), "// ").into())
}
