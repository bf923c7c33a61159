use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::Piece;
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0160" "joined-values" "joined_values.md");

/// Two values side by side: `"a" "b"`, `"https://" name`, `f"..."`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let before = f.at.checked_sub(1)?;
    if !f.ends_value(before) || !f.begins_value(f.at) || f.starts_line(f.at) || f.word(f.at) == "{" {
        return None;
    }
    let prefix = f.is_name(before) && f.touches(f.at) && f.is(f.at, Shape::Quote) && f.word(before).len() <= 2;
    if prefix {
        let finding = Finding::new(&CODE, f.span(before), format!("text has no `{}` before it", f.word(before)));
        return Some(finding.help("`${..}` works in every text").fix("take it out", f.span(before), "").into());
    }
    let text = f.is(f.at, Shape::Quote) || f.is(before, Shape::Unquote);
    let hook = f.expression_start(f.at).checked_sub(1).is_some_and(|open| f.is(open, Shape::Hook));
    let value = f.expression_start(f.at) > f.head || f.piece != Piece::Members;
    if !hook && (!text || !value) {
        return None;
    }
    let end = f.expression_end(f.at);
    let finding = Finding::new(&CODE, f.here(), "two values stand side by side").help("texts are joined in one text: `\"${a}-${b}\"`");
    let rest = Span::new(f.here().file, f.gap(f.at).start, f.after(end).end.max(f.gap(f.at).start));
    Found::without_fix(finding, vec![Repair::new(rest.range(), "")])
}
