//! The brackets of a piece, and what its beginning says about what stands in them.

use std::ops::Range;

use crate::grammar::{HOLE, Piece};
use crate::lexer::{Lexer, Shape, Token};
use crate::shadow::Repair;

/// A bracket within a piece, and what stands in it.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) open: Token,
    pub(super) inside: Range<usize>,
}

impl Group {
    /// The bytes of its opening bracket.
    pub(super) fn opener(&self) -> Range<usize> {
        self.open.start..self.open.end
    }

    /// A hole in place of what stands in it, counted from `start`.
    pub(super) fn hole(&self, start: usize) -> Repair {
        Repair::new(self.inside.start - start..self.inside.end - start, HOLE)
    }
}

/// The outermost brackets of a piece that begins at `start`.
pub(super) fn groups(text: &str, start: usize) -> Vec<Group> {
    let mut lexer = Lexer::new(text, 0);
    let mut groups: Vec<Group> = Vec::new();
    let mut open = None;
    while let Some(token) = lexer.next() {
        match token.shape {
            Shape::Open if lexer.depth() == 1 => open = Some(token),
            Shape::Close if lexer.depth() == 0 => {
                if let Some(opener) = open.take() {
                    let open = Token { start: opener.start + start, end: opener.end + start, ..opener };
                    groups.push(Group { open, inside: open.end..token.start + start });
                }
            }
            _ => {}
        }
    }
    groups
}

/// What the beginning of a piece says about its brackets.
#[derive(Debug)]
pub(super) struct Head {
    /// The first word.
    word: String,
    /// Where its first `=` outside of brackets stands.
    equals: usize,
}

impl Head {
    /// The head of a piece that begins at `start`.
    pub(super) fn of(text: &str, start: usize) -> Head {
        let at = first_content(text).unwrap_or(0);
        let rest = text.get(at..).unwrap_or("");
        let word = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("");
        let equals = top_level_equals(text).map_or(usize::MAX, |at| start + at);
        Head { word: word.to_owned(), equals }
    }

    /// Whether what stands in its body declares things, as a file does.
    pub(super) fn declares(&self) -> bool {
        matches!(self.word.as_str(), "component" | "if" | "for")
    }

    /// What stands in one of its brackets: decided by the bracket, by the first word, and by whether a type is wanted.
    pub(super) fn inside(&self, piece: Piece, group: &Group, text: &str) -> Piece {
        let equals = self.equals < group.open.start;
        let in_type = match piece {
            Piece::Type => true,
            Piece::Field => !equals,
            Piece::Members => self.word == "param" && !equals || self.word == "type" && equals,
            Piece::Element | Piece::Argument => false,
        };
        match group.open.of(text) {
            "{" if in_type && is_fields(text.get(group.inside.clone()).unwrap_or("")) => Piece::Field,
            "{" if in_type => Piece::Type,
            "{" => Piece::Members,
            "[" if in_type => Piece::Type,
            "[" => Piece::Element,
            _ if self.word == "metric" && !equals => Piece::Field,
            _ => Piece::Argument,
        }
    }
}

fn is_fields(inside: &str) -> bool {
    let mut tokens = Lexer::new(inside, 0).filter(|token| !token.is_trivia()).skip(1);
    let field = |token: Token| matches!(token.of(inside), ":" | "=" | ",") || token.shape == Shape::Name;
    tokens.next().is_some_and(field) || inside.contains(':')
}

/// The first byte that is no blank, comment, documentation or attribute.
pub(super) fn first_content(text: &str) -> Option<usize> {
    let mut lexer = Lexer::new(text, 0);
    let mut attribute = false;
    while let Some(token) = lexer.next() {
        match token.shape {
            Shape::Blank | Shape::Newline if lexer.depth() == 0 => attribute = false,
            _ if token.is_trivia() || attribute => {}
            Shape::Mark if token.of(text) == "@" => attribute = true,
            _ => return Some(token.start),
        }
    }
    None
}

/// The first `=` outside of brackets.
pub(super) fn top_level_equals(text: &str) -> Option<usize> {
    let mut lexer = Lexer::new(text, 0);
    while let Some(token) = lexer.next() {
        if lexer.depth() == 0 && token.shape == Shape::Mark && token.of(text) == "=" {
            return Some(token.start);
        }
    }
    None
}
