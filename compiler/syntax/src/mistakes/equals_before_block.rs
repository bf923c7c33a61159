use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::Piece;

super::code!(Error "E0121" "equals-before-block" "equals_before_block.md");

pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let block = f.word(f.at) == "=" && f.word(f.at + 1) == "{" && f.at >= f.head + 2;
    let opens = !matches!(f.form(), "let" | "output" | "param" | "type" | "verb" | "metric" | "operation");
    if !block || !opens || f.piece != Piece::Members {
        return None;
    }
    let finding = Finding::new(&CODE, f.here(), "no `=` stands before the block of a declaration");
    Some(finding.fix("take the `=` out", Span::new(f.here().file, f.gap(f.at).start, f.here().end), "").into())
}
