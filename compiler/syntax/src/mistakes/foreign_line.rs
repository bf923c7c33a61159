use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::Piece;

super::code!(Error "E0112" "foreign-line" "foreign_line.md");

/// A line that another tool left behind.
pub(crate) fn finding(span: Span, text: &str) -> Finding {
    if text.starts_with(['`', '~', '$']) {
        return Finding::new(&CODE, span, "this line is no part of a program").fix("take it out", span, "");
    }
    Finding::new(&CODE, span, "a merge is not finished here").help("keep one of the two sides and take the marker lines out")
}

/// A sentence of plain text: many words in a row.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members || f.is_form() || !f.is_name(f.head) {
        return None;
    }
    let end = (f.head + 1..f.tokens.len()).find(|&index| f.starts_line(index)).unwrap_or(f.tokens.len());
    let names = (f.head..end).filter(|&index| f.is_name(index)).count();
    let row = (f.head..end).any(|at| (at..at + 4).all(|index| index < end && f.is_name(index)));
    let code = (f.head..end).any(|index| matches!(f.word(index), "=" | "{" | "=>"));
    if !row || code || names < 5 {
        return None;
    }
    let finding = Finding::new(&CODE, f.between(f.head, end - 1), "this line is no part of a program");
    Some(finding.fix("write `//`", f.before(f.head), "// ").into())
}
