use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::shadow::Repair;

super::code!(Error "E0161" "comprehension-form" "comprehension_form.md");

/// `[x for x in xs]`, `[for x in xs: x]`, `[for x in xs => x if c]`, lambdas.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let list = "a list is made with `[for x in xs if c => value]`";
    let record = "a record is made with `{ for k, v in m if c => key = value }`";
    let shape = if f.piece == Piece::Members { record } else { list };
    let word = (0..f.tokens.len()).find(|&index| f.word(index) == "for");
    let (first, last) = (0, f.tokens.len().checked_sub(1)?);
    let whole = |finding: Finding| Found::without_fix(finding, vec![Repair::new(f.between(first, last).range(), HOLE)]);
    let inner = f.piece == Piece::Element || (f.piece == Piece::Members && !f.declares);
    match word {
        Some(word) if word == f.at && f.at > 0 && inner => whole(Finding::new(&CODE, f.here(), "the loop comes first").help(shape)),
        Some(word) if f.at > word && matches!(f.word(f.at), ":" | "{") && f.piece == Piece::Element => {
            whole(Finding::new(&CODE, f.here(), "what a loop gives stands after `=>`").help(shape))
        }
        Some(word) if f.at > word && f.word(f.at) == "if" && inner => whole(Finding::new(&CODE, f.here(), "the condition comes before the `=>`").help(shape)),
        Some(word) if f.at > word && f.piece == Piece::Members && inner && folds(f, word) => {
            whole(Finding::new(&CODE, f.here(), "an entry is made with `key = value`").help(shape))
        }
        None if f.word(f.at) == "=>" && f.piece != Piece::Members || f.word(f.at) == "=>" && f.at > f.head + 1 => {
            let finding = Finding::new(&CODE, f.here(), "there are no functions as values").help(list);
            let start = f.expression_start(f.at);
            let end = f.expression_end(f.at);
            Found::without_fix(finding, vec![Repair::new(f.between(start, end - 1).range(), HOLE)])
        }
        _ => None,
    }
}

fn folds(f: &Failure<'_>, word: usize) -> bool {
    (word..f.at).any(|index| f.word(index) == "=>")
}
