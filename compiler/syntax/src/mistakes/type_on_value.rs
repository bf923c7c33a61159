use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::Piece;

super::code!(Error "E0131" "type-on-value" "type_on_value.md");

/// `let x: Int = 3`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let form = f.form();
    if f.piece != Piece::Members || !matches!(form, "let" | "output" | "verb") || f.word(f.at) != ":" || f.at != f.head + 2 {
        return None;
    }
    let equals = (f.at..f.tokens.len()).find(|&index| f.word(index) == "=")?;
    let span = f.between(f.at, equals - 1);
    let article = if form == "output" { "an" } else { "a" };
    Some(Finding::new(&CODE, span, format!("{article} `{form}` takes its type from its value")).fix("take the type out", span, "").into())
}
