use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::HOLE;
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0152" "open-range" "open_range.md");

/// `10..`, `..5`, `1...5`, `1..=5`, `1 to 5`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let before = f.word_before(f.at);
    if f.word(f.at) == "..." && f.ends_value(f.at.checked_sub(1)?) {
        return Some(Finding::new(&CODE, f.here(), "a range is written with two dots").fix("write `..`", f.here(), "..").into());
    }
    if before == ".." && matches!(f.word(f.at), "=" | "<") {
        let finding = Finding::new(&CODE, f.between(f.at - 1, f.at), "a range is written with `..` and holds both its ends");
        let finding = if f.word(f.at) == "=" { finding.fix("write `..`", f.here(), "") } else { return Found::without_fix(finding, vec![Repair::new(f.here().range(), "")]) };
        return Some(finding.into());
    }
    let number = |index: usize| f.is(index, Shape::Number) && !f.starts_line(index);
    if f.word(f.at) == "to" && f.at > f.head + 1 && f.is(f.at - 1, Shape::Number) && number(f.at + 1) {
        let gaps = Span::new(f.here().file, f.gap(f.at).start, f.gap(f.at + 1).end);
        let finding = Finding::new(&CODE, f.here(), "a range is written with `..` and holds both its ends");
        return Some(finding.fix("write `..`", gaps, "..").into());
    }
    let open_end = before == ".." && (f.at_end() || !f.begins_value(f.at) || f.starts_line(f.at));
    let open_start = f.word(f.at) == ".." && f.begins_value(f.at + 1) && !f.ends_value(f.at.checked_sub(1)?);
    let mark = if open_end { f.at - 1 } else { f.at };
    if !open_end && !open_start {
        return None;
    }
    let finding = Finding::new(&CODE, f.span(mark), "a range needs both ends").help("write the smallest and the largest, as in `0..20`");
    let place = if open_end { f.after(f.at) } else { f.before(f.at) };
    Found::without_fix(finding, vec![Repair::new(place.range(), HOLE)])
}
