use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::Piece;
use crate::shadow::Repair;

super::code!(Error "E0168" "misplaced-on" "misplaced_on.md");

/// `service web on net {`: a noun whose place is said as a resource says its cluster.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let named = !f.is_form() && f.is_name(f.head) && f.after_label() == Some(f.at) && f.word(f.at) == "on";
    let block = (f.at..f.tokens.len()).find(|&index| f.word(index) == "{");
    let place = block.filter(|&block| block > f.at + 1 && f.is_name(f.at + 1))?;
    if f.piece != Piece::Members || !named {
        return None;
    }
    let finding = Finding::new(&CODE, f.span(f.at), format!("`{}` takes where it stands as a field of its block", f.form()));
    let there = f.word(f.at + 1);
    let finding = finding.help(format!("write it in the block: `network = {there}`, or `cluster = {there}`"));
    Found::without_fix(finding, vec![Repair::new(f.between(f.at, place - 1).range(), "")])
}
