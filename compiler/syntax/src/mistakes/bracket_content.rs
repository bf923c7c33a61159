use cloudc_base::{FileId, Finding, Span};

use super::{Failure, Found, comprehension_form};
use crate::grammar::{HOLE, Piece};
use crate::lexer::{Lexer, Shape};
use crate::shadow::Repair;

super::code!(Error "E0165" "bracket-content" "bracket_content.md");

/// The finding for brackets with nothing in them, or with more than belongs there; `open` begins at the first byte.
pub(crate) fn found(open: &str, inside: &str) -> Found {
    let span = Span::new(FileId::ROOT, 0, (open.len() + inside.len() + 1) as u32);
    let inner = open.len()..open.len() + inside.len();
    if let Some(start) = (open == "[").then(|| loop_in(inside)).flatten() {
        let finding = comprehension_form::beside(open.len() + start);
        return Found { finding, repairs: vec![Repair::new(inner, HOLE)] };
    }
    let empty = inside.trim().is_empty();
    let finding = match (open, empty) {
        ("[", true) => Finding::new(&CODE, span, "an index is missing in the brackets"),
        ("[", false) => Finding::new(&CODE, span, "an index is one value").help("write `list[0][1]` for a list in a list"),
        ("(", true) => Finding::new(&CODE, span, "a value is missing in the brackets"),
        ("(", false) => Finding::new(&CODE, span, "one value stands in brackets").help("a list is written `[a, b]`, bounds of a type `Int(1..6)`"),
        _ => Finding::new(&CODE, span, "what stands between these braces does not belong together"),
    };
    Found { finding, repairs: vec![Repair::new(inner, HOLE)] }
}

/// Where an element of a list begins with `for`.
fn loop_in(inside: &str) -> Option<usize> {
    let (mut lexer, mut fresh) = (Lexer::new(inside, 0), false);
    while let Some(token) = lexer.next() {
        if fresh && token.of(inside) == "for" && token.shape == Shape::Name {
            return Some(token.start);
        }
        let comma = lexer.depth() == 0 && token.of(inside) == ",";
        fresh = comma || fresh && token.is_trivia();
    }
    None
}

/// `image["a", arch = "b"]`, `["a", b = 1]`: a name is set where a value stands alone.
pub(crate) fn named(f: &Failure<'_>) -> Option<Found> {
    let set = f.piece == Piece::Element && f.word(f.at) == "=" && f.at == 1 && f.is_name(0);
    let finding = Finding::new(&CODE, f.between(0, 1), "`[..]` holds values without names");
    let finding = finding.help("arguments stand in `( .. )`, fields in `{ .. }`");
    set.then(|| Found { finding, repairs: vec![Repair::new(f.between(0, 1).range(), "")] })
}

/// `spot ( strategy = "x" )`, `tags [ .. ]`: other brackets than those of a block.
pub(crate) fn block(f: &Failure<'_>) -> Option<Found> {
    let label = f.after_label().filter(|&open| f.word(open) == "[" && !f.touches(open));
    let open = label.unwrap_or(f.head + 1);
    let close = (matches!(f.word(open), "(" | "[") && !f.is_form() && f.is_name(f.head)).then(|| f.closer_of(open))??;
    let whole = f.at > f.head && (close + 1 == f.tokens.len() || f.starts_line(close + 1));
    if f.piece != Piece::Members || !whole || f.declares && label.is_none() {
        return None;
    }
    let span = f.between(open, close);
    let finding = Finding::new(&CODE, span, "a block stands between `{` and `}`").help(format!("write `{} {{ .. }}`", f.slice(f.between(f.head, open - 1).range())));
    Found::without_fix(finding, vec![Repair::new(span.range(), "{}")])
}
