use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::HOLE;
use crate::lexer::Shape;
use crate::shadow::Repair;
use crate::words;

super::code!(Error "E0124" "missing-value" "missing_value.md");

/// Something that needs a value after it is the last of its piece.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let last = f.word_before(f.at);
    let closed = f.at_end() || f.is(f.at, Shape::Unhook) || f.is(f.at, Shape::Close) || f.word(f.at) == ",";
    let asks = ["=", "=>", ":"].contains(&last) || words::GOES_ON.contains(&last) || matches!(last, "!" | "then" | "to" | "on" | "in");
    if f.at == 0 || !closed || !asks || last == "," {
        return None;
    }
    let mark = f.span(f.at - 1);
    let what = if last == ":" { "a type" } else { "a value" };
    let finding = Finding::new(&CODE, mark, format!("{what} is missing after `{last}`"));
    let finding = if last == "=" { finding.help("the value begins on the line of its `=`") } else { finding };
    let place = f.after(f.at).range();
    Found::without_fix(finding, vec![Repair::new(place, format!(" {HOLE}"))])
}
