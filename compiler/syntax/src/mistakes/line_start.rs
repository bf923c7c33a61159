use cloudc_base::Finding;

use super::{Failure, Found, edit};
use crate::grammar::Piece;
use crate::shadow::Repair;
use crate::words;

super::code!(Error "E0139" "line-start" "line_start.md");

/// A line that begins with what belongs to the end of the line before.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let before = f.at.checked_sub(1)?;
    let joining = |index: &usize| f.starts_line(*index) && matches!(f.word(*index), "else" | "to" | "on" | "then" | "except");
    let index = (before.saturating_sub(1)..f.at).find(joining).unwrap_or(f.at);
    let word = f.word(index);
    if !f.starts_line(index) || word.is_empty() {
        return None;
    }
    let operator = words::GOES_ON.contains(&word) && word != ",";
    let joins = matches!(word, "else" | "then" | "{" | "." | "?." | "=" | "?" | "[" | "(") || f.word_before(index) == "=" && f.begins_value(index)
        || matches!(word, "to" | "on" | "except") && matches!(f.form(), "allow" | "never" | "resource" | "existing");
    if !operator && !joins || f.piece == Piece::Element && matches!(word, "[" | "(" | "{") {
        return None;
    }
    let (span, message) = match word {
        _ if f.word_before(index) == "=" => (f.span(index), "a value begins on the line of its `=`".to_owned()),
        "else" => (f.span(index), "`else` stands on the line of the `}` before it".to_owned()),
        "to" | "on" | "then" | "except" => (f.span(index), format!("`{word}` stands on the line of what it belongs to")),
        "{" => (f.span(index), "the `{` of a block stands on the line of what it belongs to".to_owned()),
        _ if operator => (f.span(index), format!("a line cannot begin with `{word}`: the one before ends a member")),
        _ => (f.span(index), format!("a line cannot begin with `{word}`")),
    };
    let finding = Finding::new(&CODE, span, message);
    if !f.gap_text(index).trim().is_empty() {
        let glue = if matches!(word, "." | "?." | "[" | "(") { "" } else { " " };
        return Found::without_fix(finding, vec![Repair::new(f.gap(index).range(), glue)]);
    }
    Some(match word {
        "." | "?." | "[" | "(" => finding.fix("join the lines", f.gap(index), "").into(),
        _ if operator => {
            let edits = vec![edit(f.after(index), format!(" {word}")), edit(f.span(index), "")];
            finding.fix_all(format!("end the line before with `{word}`"), edits).into()
        }
        _ => finding.fix("join the lines", f.gap(index), " ").into(),
    })
}
