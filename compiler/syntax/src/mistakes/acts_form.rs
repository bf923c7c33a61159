use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::Piece;

super::code!(Error "E0147" "acts-form" "acts_form.md");

/// `acts nodes`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let place = f.head + 1;
    let missing = f.form() == "acts" && f.word(place) != "as" && f.is_name(place) && (f.at == place || f.at == place + 1);
    if f.piece != Piece::Members || !missing {
        return None;
    }
    let finding = Finding::new(&CODE, f.span(f.head), "`acts` is followed by `as`").help("write `acts as NAME`");
    Some(finding.fix("write `as`", f.before(place), "as ").into())
}
