use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::Piece;
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0146" "trailing" "trailing.md");

/// `} end`, `value xyz`, a `\` at the end of a line.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    backslash(f).or_else(|| lone_else(f)).or_else(|| word(f))
}

fn backslash(f: &Failure<'_>) -> Option<Found> {
    let last = f.at + 1 >= f.tokens.len() || f.starts_line(f.at + 1);
    if f.word(f.at) != "\\" || !last {
        return None;
    }
    let finding = Finding::new(&CODE, f.here(), "a line is not continued with `\\`");
    let finding = finding.help("a line goes on after an operator, a comma or an opening bracket");
    Some(finding.fix("take it out", taken(f, f.at), "").into())
}

/// Words behind something that is complete.
fn word(f: &Failure<'_>) -> Option<Found> {
    let line_end = (f.at.max(1)..f.tokens.len()).find(|&index| f.starts_line(index)).unwrap_or(f.tokens.len());
    let mut first = f.at.min(line_end);
    while first > 1 && f.is_name(first - 1) && !f.starts_line(first - 1) && f.word_before(first - 1) == "}" {
        first -= 1;
    }
    let before = first.checked_sub(1)?;
    let words = first < line_end && (first..line_end).all(|index| f.is_name(index)) && line_end - first <= 3;
    let last = line_end == f.tokens.len() && f.is(before, Shape::Close) || f.ends_value(before) && before > f.head + 1;
    if !words || !last || f.starts_line(first) || line_end < f.tokens.len() {
        return None;
    }
    let what = if f.word(before) == "}" { "nothing stands behind the `}` of a block" } else { "nothing stands behind a value" };
    let span = f.between(first, line_end - 1);
    let gap = Span::new(span.file, f.gap(first).start, span.end);
    Some(Finding::new(&CODE, span, what).fix("take it out", gap, "").into())
}

/// `queue x { } else { .. }`.
fn lone_else(f: &Failure<'_>) -> Option<Found> {
    let word = (f.at.saturating_sub(1)..=f.at).find(|&index| f.word(index) == "else" && f.word_before(index) == "}")?;
    if f.form() == "if" && f.piece == Piece::Members {
        return None;
    }
    let end = if f.word(word + 1) == "{" { f.closer_of(word + 1)? } else { word };
    let finding = Finding::new(&CODE, f.span(word), "an `else` stands behind the block of an `if` only");
    Found::without_fix(finding, vec![Repair::new(f.with_gap(word, end).range(), "")])
}

fn taken(f: &Failure<'_>, index: usize) -> Span {
    Span::new(f.here().file, f.gap(index).start, f.span(index).end)
}
