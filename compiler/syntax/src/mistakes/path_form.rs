use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::Piece;
use crate::lexer::Shape;

super::code!(Error "E0149" "path-form" "path_form.md");

/// `a/b = 1`, `a..b = 1`, `app.kubernetes.io/name = x`: a field that is named with other marks than dots.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let end = (f.head..f.tokens.len()).find(|&index| matches!(f.word(index), "=" | "{") || f.starts_line(index) && index > f.head)?;
    let part = |index: usize| f.is_name(index) || f.is(index, Shape::Number) || matches!(f.word(index), "." | ".." | "/" | "-" | "::" | ":");
    let path = (f.head..end).all(part) && (f.head + 1..end).all(|index| f.touches(index));
    let from = if f.form() == "patch" || f.form() == "scale" { f.head + 1 } else { f.head };
    let path = path || from > f.head && (from..end).all(part) && (from + 1..end).all(|index| f.touches(index));
    if f.piece != Piece::Members || !path || f.at <= f.head || f.at >= end || !f.is_name(from) {
        return None;
    }
    let span = f.between(from, end - 1);
    let text = f.slice(span.range());
    if text.contains('/') && text.contains('.') || text.contains('-') && f.word(end) == "=" {
        let finding = Finding::new(&CODE, span, "a key that is no name stands in quotes");
        return Some(finding.fix(format!("write `\"{text}\"`"), span, format!("\"{text}\"")).into());
    }
    let twice = f.word(f.at) == "." && f.word_before(f.at) == ".";
    if !(twice || matches!(f.word(f.at), ".." | "/" | "::")) {
        return None;
    }
    let right = text.replace("..", ".").replace(['/', ':'], ".");
    let mark = Span::new(span.file, f.here().start, f.here().end);
    Some(Finding::new(&CODE, mark, "a path has one dot between two names").fix(format!("write `{right}`"), span, right).into())
}
