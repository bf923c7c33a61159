use cloudc_base::{Finding, Span, nearest};

use super::{Failure, Found};
use crate::grammar::{Piece, read};
use crate::words;

super::code!(Error "E0135" "misspelt-word" "misspelt_word.md");

/// The first word is nearly one that opens a form, and what follows fits that form only.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members || !f.is_name(f.head) || f.is_form() || f.word(f.head + 1) == "=" {
        return None;
    }
    let word = nearest(f.form(), words::FORMS.iter().copied())?;
    let rest = f.slice(f.span(f.head).end as usize..f.text.len());
    let reads = match read(Piece::Members, &format!("{word}{rest}")) {
        Ok(()) => true,
        Err(stop) => stop.at > f.span(f.head + 1).end as usize + word.len() - f.form().len() && f.form().len() > 3,
    };
    reads.then(|| finding(f.span(f.head), f.form(), word).into())
}

/// `word` was probably meant.
pub(crate) fn finding(span: Span, written: &str, word: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{written}` opens no declaration like this")).fix(format!("write `{word}`"), span, word)
}
