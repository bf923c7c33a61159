use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0102" "block-comment" "block_comment.md");

pub(crate) fn finding(span: Span, text: &str) -> Finding {
    let html = text.starts_with('<');
    let (open, close) = if html { ("<!--", "-->") } else { ("/*", "*/") };
    let inner = text.trim_start_matches(open).trim_end_matches(close);
    let lines: Vec<&str> = inner.lines().map(|line| line.trim().trim_start_matches('*').trim()).collect();
    let lines = lines.into_iter().filter(|line| !line.is_empty()).map(|line| format!("// {line}"));
    let fixed = lines.collect::<Vec<String>>().join("\n");
    let finding = Finding::new(&CODE, span, format!("`{open} .. {close}` is not a comment")).help("write `//` before each line");
    if text.contains('\n') { finding.fix("write `//`", span, fixed) } else { finding }
}

/// `"""A text"""` alone on its lines, as Python documents things.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let last = f.tokens.len().checked_sub(1)?;
    let alone = f.word(f.head) == "\"\"\"" && f.is(f.head, Shape::Quote) && f.is(last, Shape::Unquote) && f.piece == Piece::Members;
    let texts = (f.head..=last).filter(|&index| f.is(index, Shape::Quote)).count();
    let finding = Finding::new(&CODE, f.between(f.head, last), "a text alone is not a comment");
    let finding = finding.help("documentation is `/// ..` on the line before, other comments are `// ..`");
    (alone && texts == 1).then(|| Found { finding, repairs: vec![Repair::new(f.between(f.head, last).range(), HOLE)] })
}
