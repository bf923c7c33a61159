//! Texts made of known parts and of parts that only the cloud knows.

use std::sync::Arc;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text as it stands.
    Text(String),
    /// What is known later.
    Leaf(Leaf),
}

/// A value that is known later, in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Its number in the contract.
    pub(super) value: usize,
    pub(super) form: Form,
}

/// How a value stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    Plain,
    /// Between the quotes of a document, where it must be escaped.
    Quoted,
    /// As a list of a document: it is a text, and this stands between the items.
    List(Arc<str>),
}

/// The same text with neighbouring known parts put together.
pub(super) fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (all.last_mut(), piece) {
            (_, Piece::Text(text)) if text.is_empty() => {}
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => all.push(piece),
        }
    }
    all
}

/// The text, with what `spelt` gives in the places of what is known later.
pub(super) fn filled(pieces: &[Piece], spelt: impl Fn(&Leaf) -> String) -> String {
    pieces.iter().fold(String::new(), |mut text, piece| {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Leaf(leaf) => text.push_str(&spelt(leaf)),
        }
        text
    })
}

/// What Kustomize splits a text at, so that one of the parts is a later value and nothing else, and which part it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) leaf: Leaf,
    pub(super) delimiter: char,
    pub(super) index: usize,
}

/// How every later value of a text can be replaced by Kustomize, the last first: then no value that is put in moves those
/// before it. `None` where one of them has no sign of its own on both sides.
pub(super) fn cuts(pieces: &[Piece], spelt: impl Fn(&Leaf) -> String) -> Option<Vec<Cut>> {
    let mut cuts = Vec::new();
    for (place, piece) in pieces.iter().enumerate() {
        let Piece::Leaf(leaf) = piece else { continue };
        let (before, after) = (pieces.get(..place)?, pieces.get(place + 1..)?);
        let known = filled(before, &spelt);
        let left = before.last().map(|piece| sign(piece, |text| text.chars().next_back()));
        let right = after.first().map(|piece| sign(piece, |text| text.chars().next()));
        let delimiter = match (left, right) {
            (Some(left), Some(right)) if left == right => left?,
            (None, Some(sign)) | (Some(sign), None) => sign?,
            _ => return None,
        };
        cuts.push(Cut { leaf: leaf.clone(), delimiter, index: known.matches(delimiter).count() });
    }
    cuts.reverse();
    Some(cuts)
}

/// The sign at an end of a known text, if it is one that placeholders do not have.
fn sign(piece: &Piece, end: impl Fn(&str) -> Option<char>) -> Option<char> {
    match piece {
        Piece::Text(text) => end(text).filter(|sign| sign.is_ascii_punctuation() && *sign != '_'),
        Piece::Leaf(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(value: usize) -> Piece {
        Piece::Leaf(Leaf { value, form: Form::Plain })
    }

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    fn cut(pieces: &[Piece]) -> Option<Vec<(usize, char, usize)>> {
        let cuts = cuts(pieces, |leaf| format!("LATER_{}", leaf.value))?;
        Some(cuts.into_iter().map(|cut| (cut.leaf.value, cut.delimiter, cut.index)).collect())
    }

    #[test]
    fn a_sign_on_both_sides_cuts_a_value_out() {
        assert_eq!(cut(&[text("https://"), leaf(0), text("/x")]), Some(vec![(0, '/', 2)]));
        assert_eq!(
            cut(&[text("arn:aws:sqs:"), leaf(0), text(":"), leaf(1), text(":q")]),
            Some(vec![(1, ':', 4), (0, ':', 3)])
        );
        assert_eq!(
            cut(&[leaf(0), text(".dkr.ecr."), leaf(1), text(".amazonaws.com/x:1")]),
            Some(vec![(1, '.', 3), (0, '.', 0)])
        );
        assert_eq!(cut(&[text("{\"a\": \""), leaf(0), text("\"}")]), Some(vec![(0, '"', 3)]));
    }

    #[test]
    fn what_has_different_neighbours_is_not_cut() {
        assert_eq!(cut(&[text("port: "), leaf(0), text("\n")]), None);
        assert_eq!(cut(&[text("a-"), leaf(0), text(".b")]), None);
        assert_eq!(cut(&[leaf(0), leaf(1)]), None);
        assert_eq!(cut(&[text("x"), leaf(0)]), None);
    }

    #[test]
    fn texts_are_put_together() {
        let pieces = merged(vec![text("a"), text(""), text("b"), leaf(3), text("c")]);
        assert_eq!(pieces, [text("ab"), leaf(3), text("c")]);
        assert_eq!(filled(&pieces, |leaf| format!("<{}>", leaf.value)), "ab<3>c");
    }
}
