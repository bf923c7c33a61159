use cloudc_base::{FileId, Finding, Span};

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
    if let Some(found) = arrow(f, word).or_else(|| keyed(f, word)) {
        return Some(found);
    }
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
        None if f.piece == Piece::Argument && named(f) => None,
        None if f.word(f.at) == "=>" && f.piece != Piece::Members || f.word(f.at) == "=>" && f.at > f.head + 1 => {
            lambda(f, f.expression_start(f.at))
        }
        _ => None,
    }
}

/// `for x in xs -> x`.
fn arrow(f: &Failure<'_>, word: Option<usize>) -> Option<Found> {
    let mark = [Some(f.at), f.at.checked_sub(1)].into_iter().flatten().find(|&mark| f.word(mark) == "-" && f.word(mark + 1) == ">")?;
    let span = f.between(mark, mark + 1);
    let finding = Finding::new(&CODE, span, "what a loop gives stands after `=>`");
    word.filter(|&word| word < mark).map(|_| finding.fix("write `=>`", span, "=>").into())
}

/// `[for x in xs]`.
pub(crate) fn unfinished(f: &Failure<'_>) -> Option<Found> {
    let start = f.tokens.first().is_some_and(|_| f.word(0) == "for") && f.piece == Piece::Element;
    let given = start && !(0..f.at).any(|index| f.word(index) == "=>") && f.at > 3 && f.ends_value(f.at - 1) && f.begins_value(f.at);
    if given && !matches!(f.word(f.at), "if" | "{" | "(" | "[" | "-") {
        let finding = Finding::new(&CODE, f.after(f.at), "`=>` is missing before what the loop gives").help(LIST);
        return Some(finding.fix("write `=>`", f.after(f.at), " =>").into());
    }
    let complete = start && f.at_end() && f.at > 3 && f.ends_value(f.at - 1) && !(0..f.at).any(|index| f.word(index) == "=>");
    let finding = Finding::new(&CODE, f.after(f.at), "what the loop gives is missing").help(LIST);
    complete.then(|| Found { finding, repairs: vec![Repair::new(f.after(f.at).range(), format!(" => {HOLE}"))] })
}

/// `[for n in names => n = 1]`.
fn keyed(f: &Failure<'_>, word: Option<usize>) -> Option<Found> {
    let start = f.expression_start(f.at);
    let list = f.piece == Piece::Element && f.word(f.at) == "=" && f.word_before(start) == "=>" && f.at > start;
    let finding = Finding::new(&CODE, f.here(), "in a list a loop gives one value").help(RECORD);
    let rest = f.between(f.at, f.tokens.len().max(1) - 1).range();
    word.filter(|_| list).map(|_| Found { finding, repairs: vec![Repair::new(rest, "")] })
}

/// The finding for a loop beside other elements, at the byte where it begins.
pub(crate) fn beside(start: usize) -> Finding {
    let span = Span::new(FileId::ROOT, start as u32, start as u32 + 3);
    Finding::new(&CODE, span, "a loop fills its list alone").help("write `[...xs, ...[for x in xs => value]]`, or `concat(..)`")
}

fn lambda(f: &Failure<'_>, start: usize) -> Option<Found> {
    let finding = Finding::new(&CODE, f.here(), "there are no functions as values").help(LIST);
    let end = f.expression_end(f.at).max(start + 1);
    Found::without_fix(finding, vec![Repair::new(f.between(start, end - 1).range(), HOLE)])
}

/// `name => value` among arguments, where the value does not speak of the name.
fn named(f: &Failure<'_>) -> bool {
    f.at == 1 && f.is_name(0) && !(2..f.tokens.len()).any(|index| f.word(index) == f.word(0))
}

fn folds(f: &Failure<'_>, word: usize) -> bool {
    (word..f.at).any(|index| f.word(index) == "=>")
}
