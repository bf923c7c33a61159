use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::shadow::Repair;

super::code!(Error "E0147" "acts-form" "acts_form.md");

/// `acts nodes`, `acts like nodes`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let place = f.head + 1;
    if f.form() == "acts" && f.piece == Piece::Members && f.at_end() && f.tokens.len() <= place + 1 && matches!(f.word(place), "" | "as") {
        let finding = Finding::new(&CODE, f.between(f.head, f.tokens.len() - 1), "a name is missing after `acts as`").help("write `acts as NAME`");
        let rest = if f.word(place) == "as" { format!(" {HOLE}") } else { format!(" as {HOLE}") };
        return Found::without_fix(finding, vec![Repair::new(f.after(f.at).range(), rest)]);
    }
    let missing = f.form() == "acts" && f.word(place) != "as" && f.is_name(place) && (f.at == place || f.at == place + 1);
    if f.piece != Piece::Members || !missing {
        return None;
    }
    let finding = Finding::new(&CODE, f.span(f.head), "`acts` is followed by `as`").help("write `acts as NAME`");
    let other_word = f.is_name(place + 1) && place + 2 == f.tokens.len() && !f.starts_line(place + 1);
    if other_word {
        return Some(finding.fix("write `as`", f.span(place), "as").into());
    }
    Some(finding.fix("write `as`", f.before(place), "as ").into())
}
