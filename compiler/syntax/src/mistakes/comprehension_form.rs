use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0161" "comprehension-form" "comprehension_form.md");

const LIST: &str = "a list is made with `[for x in xs if c => value]`";
const RECORD: &str = "a record is made with `{ for k, v in m if c => key = value }`";

/// `[x for x in xs]`, `{ k: v for k, v in m }`: all that stands in the brackets, before it is cut at its commas.
pub(crate) fn backwards(f: &Failure<'_>) -> Option<Found> {
    let mut depth = 0usize;
    let word = (0..f.tokens.len()).find(|&index| {
        match f.token(index).map(|token| token.shape) {
            Some(Shape::Open | Shape::Hook | Shape::Quote) => depth += 1,
            Some(Shape::Close | Shape::Unhook | Shape::Unquote) => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && f.word(index) == "for" && index > 0 && f.ends_value(index - 1) && !f.starts_line(index)
    })?;
    let loops = (word..word + 6).any(|index| f.word(index) == "in") && f.word_before(word) != "}";
    let shape = if f.piece == Piece::Members { RECORD } else { LIST };
    let whole = Repair::new(f.between(0, f.tokens.len() - 1).range(), HOLE);
    loops.then(|| Found { finding: Finding::new(&CODE, f.span(word), "the loop comes first").help(shape), repairs: vec![whole] })
}

/// `[x for x in xs]`, `[for x in xs: x]`, `[for x in xs => x if c]`, lambdas.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let shape = if f.piece == Piece::Members { RECORD } else { LIST };
    if f.word_before(f.at) == "lambda" {
        return lambda(f, f.at - 1);
    }
    if f.word(0) == "|" && f.piece != Piece::Members {
        return lambda(f, 0);
    }
    let word = (0..f.tokens.len()).find(|&index| f.word(index) == "for");
    let (first, last) = (0, f.tokens.len().checked_sub(1)?);
    let whole = |finding: Finding| Found::without_fix(finding, vec![Repair::new(f.between(first, last).range(), HOLE)]);
    let inner = f.piece == Piece::Element || (f.piece == Piece::Members && !f.declares);
    match word {
        Some(word) if word == f.at && f.at > 0 && inner => whole(Finding::new(&CODE, f.here(), "the loop comes first").help(shape)),
        Some(word) if f.at > word && matches!(f.word(f.at), ":" | "{") && (f.piece == Piece::Element || inner && f.word(f.at) == ":") => {
            whole(Finding::new(&CODE, f.here(), "what a loop gives stands after `=>`").help(shape))
        }
        Some(word) if f.at > word && f.word(f.at) == "if" && inner => whole(Finding::new(&CODE, f.here(), "the condition comes before the `=>`").help(shape)),
        Some(word) if f.at > word && f.piece == Piece::Members && inner && folds(f, word) => {
            whole(Finding::new(&CODE, f.here(), "an entry is made with `key = value`").help(shape))
        }
        None if f.word(f.at) == "=>" && f.piece != Piece::Members || f.word(f.at) == "=>" && f.at > f.head + 1 => {
            lambda(f, f.expression_start(f.at))
        }
        _ => None,
    }
}

fn lambda(f: &Failure<'_>, start: usize) -> Option<Found> {
    let finding = Finding::new(&CODE, f.here(), "there are no functions as values").help(LIST);
    let end = f.expression_end(f.at).max(start + 1);
    Found::without_fix(finding, vec![Repair::new(f.between(start, end - 1).range(), HOLE)])
}

fn folds(f: &Failure<'_>, word: usize) -> bool {
    (word..f.at).any(|index| f.word(index) == "=>")
}
