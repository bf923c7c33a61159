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
    let message = match word {
        _ if f.word_before(index) == "=" => "a value begins on the line of its `=`".to_owned(),
        "else" => "`else` stands on the line of the `}` before it".to_owned(),
        "to" | "on" | "then" | "except" => format!("`{word}` stands on the line of what it belongs to"),
        "{" => "the `{` of a block stands on the line of what it belongs to".to_owned(),
        _ if operator => format!("a line cannot begin with `{word}`: the one before ends a member"),
        _ => format!("a line cannot begin with `{word}`"),
    };
    Some(joined(f, index, Finding::new(&CODE, f.span(index), message), operator))
}

/// The lines put together, or the operator moved up.
fn joined(f: &Failure<'_>, index: usize, finding: Finding, operator: bool) -> Found {
    let word = f.word(index);
    let glue = if matches!(word, "." | "?." | "[" | "(") { "" } else { " " };
    if !f.gap_text(index).trim().is_empty() {
        return Found { finding, repairs: vec![Repair::new(f.gap(index).range(), glue)] };
    }
    if operator {
        let edits = vec![edit(f.after(index), format!(" {word}")), edit(f.span(index), "")];
        return finding.fix_all(format!("end the line before with `{word}`"), edits).into();
    }
    finding.fix("join the lines", f.gap(index), glue).into()
}
