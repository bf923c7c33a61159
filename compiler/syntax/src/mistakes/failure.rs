use std::ops::Range;

use cloudc_base::{FileId, Span};

use crate::grammar::{HOLE, Piece, Stop, fits};
use crate::lexer::{Lexer, Shape, Token};
use crate::{Kind, words};

/// A piece of text that does not read, and where reading stopped.
#[derive(Debug)]
pub(crate) struct Failure<'t> {
    pub(crate) text: &'t str,
    pub(crate) piece: Piece,
    /// The tokens without blanks, line ends and comments.
    pub(crate) tokens: Vec<Token>,
    /// The token that nothing could be made of; the number of tokens if the text ends too early.
    pub(crate) at: usize,
    /// The first token of the member itself, after its attributes.
    pub(crate) head: usize,
    /// What could have stood there.
    pub(crate) wanted: Vec<Kind>,
    /// Whether the piece stands where things are declared, rather than where fields are set.
    pub(crate) declares: bool,
}

impl<'t> Failure<'t> {
    pub(crate) fn new(piece: Piece, text: &'t str, stop: Stop, declares: bool) -> Failure<'t> {
        let tokens: Vec<Token> = Lexer::new(text, 0).filter(|token| !token.is_trivia()).collect();
        let at = tokens.partition_point(|token| token.end <= stop.at);
        let mut failure = Failure { text, piece, tokens, at, head: 0, wanted: stop.wanted, declares };
        failure.head = failure.after_attributes();
        failure
    }

    fn after_attributes(&self) -> usize {
        let mut index = 0;
        while self.word(index) == "@" && self.piece == Piece::Members {
            index += 2;
            if self.word(index) == "(" && self.touches(index) {
                index = self.tokens.len().min(self.closer_of(index).map_or(self.tokens.len(), |close| close + 1));
            }
        }
        index
    }

    /// The bracket that closes the one at `index`.
    pub(crate) fn closer_of(&self, index: usize) -> Option<usize> {
        let mut depth = 0usize;
        for (offset, token) in self.tokens.get(index..)?.iter().enumerate() {
            match token.shape {
                Shape::Open | Shape::Hook => depth += 1,
                Shape::Close | Shape::Unhook if depth <= 1 => return Some(index + offset),
                Shape::Close | Shape::Unhook => depth -= 1,
                _ => {}
            }
        }
        None
    }

    pub(crate) fn token(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).copied()
    }

    /// The text of a token; empty beyond the last.
    pub(crate) fn word(&self, index: usize) -> &'t str {
        self.token(index).map_or("", |token| token.of(self.text))
    }

    /// The text of the token before `index`.
    pub(crate) fn word_before(&self, index: usize) -> &'t str {
        index.checked_sub(1).map_or("", |before| self.word(before))
    }

    pub(crate) fn is(&self, index: usize, shape: Shape) -> bool {
        self.token(index).is_some_and(|token| token.shape == shape)
    }

    pub(crate) fn is_name(&self, index: usize) -> bool {
        self.is(index, Shape::Name)
    }

    /// Whether reading stopped because nothing more comes.
    pub(crate) fn at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// The first word of the member.
    pub(crate) fn form(&self) -> &'t str {
        self.word(self.head)
    }

    /// The token where reading stopped, or the place just after the last.
    pub(crate) fn here(&self) -> Span {
        self.token(self.at).map_or_else(|| self.after(self.tokens.len()), span)
    }

    pub(crate) fn span(&self, index: usize) -> Span {
        self.token(index).map_or_else(|| self.after(self.tokens.len()), span)
    }

    /// From the start of one token to the end of another.
    pub(crate) fn between(&self, first: usize, last: usize) -> Span {
        let (first, last) = (self.span(first), self.span(last));
        Span::new(FileId::ROOT, first.start, last.end.max(first.start))
    }

    /// The empty place just after the token before `index`.
    pub(crate) fn after(&self, index: usize) -> Span {
        let end = index.checked_sub(1).and_then(|before| self.token(before)).map_or(0, |token| token.end);
        Span::new(FileId::ROOT, end as u32, end as u32)
    }

    /// The empty place just before a token.
    pub(crate) fn before(&self, index: usize) -> Span {
        let start = self.span(index).start;
        Span::new(FileId::ROOT, start, start)
    }

    /// What stands between a token and the one before it.
    pub(crate) fn gap(&self, index: usize) -> Span {
        Span::new(FileId::ROOT, self.after(index).end, self.span(index).start.max(self.after(index).end))
    }

    /// From one token to another, with the blanks before the first.
    pub(crate) fn with_gap(&self, first: usize, last: usize) -> Span {
        Span::new(FileId::ROOT, self.gap(first).start, self.span(last).end)
    }

    /// From one token up to another, with the blanks before that.
    pub(crate) fn up_to(&self, first: usize, next: usize) -> Span {
        Span::new(FileId::ROOT, self.span(first).start, self.span(next).start)
    }

    pub(crate) fn gap_text(&self, index: usize) -> &'t str {
        self.text.get(self.gap(index).range()).unwrap_or("")
    }

    /// Whether nothing stands between a token and the one before it.
    pub(crate) fn touches(&self, index: usize) -> bool {
        index > 0 && self.gap_text(index).is_empty()
    }

    /// Whether a token is the first of its line.
    pub(crate) fn starts_line(&self, index: usize) -> bool {
        index > 0 && index < self.tokens.len() && self.gap_text(index).contains('\n')
    }

    /// Whether a token could begin a value.
    pub(crate) fn begins_value(&self, index: usize) -> bool {
        self.token(index).is_some_and(|token| match token.shape {
            Shape::Name | Shape::Number | Shape::Quote | Shape::Open | Shape::Strange => true,
            Shape::Mark => matches!(token.of(self.text), "!" | "-"),
            _ => false,
        })
    }

    /// Whether a token could end one.
    pub(crate) fn ends_value(&self, index: usize) -> bool {
        let shapes = [Shape::Name, Shape::Number, Shape::Unquote, Shape::Close, Shape::Strange];
        self.token(index).is_some_and(|token| shapes.contains(&token.shape))
    }

    /// Whether the tokens from `head` up to `index` are what may stand before a `=`.
    pub(crate) fn is_target(&self, index: usize) -> bool {
        let range = self.span(self.head).start as usize..self.after(index).end as usize;
        let target = self.text.get(range).unwrap_or("");
        index > self.head && fits(Piece::Members, &format!("{target} = {HOLE}"))
    }

    /// The index after the label that follows the member's first word: a name, or a text in quotes.
    pub(crate) fn after_label(&self) -> Option<usize> {
        let label = self.head + 1;
        if self.is(label, Shape::Quote) {
            let rest = self.tokens.get(label..)?;
            return rest.iter().position(|token| token.shape == Shape::Unquote).map(|offset| label + offset + 1);
        }
        self.is_name(label).then_some(label + 1)
    }

    /// The first token of the expression that holds the token before `index`, at the same depth.
    pub(crate) fn expression_start(&self, index: usize) -> usize {
        let mut depth = 0usize;
        for (at, token) in self.tokens.iter().enumerate().take(index).rev() {
            let word = token.of(self.text);
            match token.shape {
                Shape::Close | Shape::Unhook | Shape::Unquote => depth += 1,
                Shape::Open | Shape::Hook | Shape::Quote if depth == 0 => return at + 1,
                Shape::Open | Shape::Hook | Shape::Quote => depth -= 1,
                Shape::Mark if depth == 0 && matches!(word, "=" | "," | "=>") => return at + 1,
                _ => {}
            }
        }
        self.head.min(index)
    }

    /// The index just after the expression that holds the token `index`, at the same depth.
    pub(crate) fn expression_end(&self, index: usize) -> usize {
        let mut depth = 0usize;
        for (at, token) in self.tokens.iter().enumerate().skip(index) {
            match token.shape {
                Shape::Open | Shape::Hook | Shape::Quote => depth += 1,
                Shape::Close | Shape::Unhook | Shape::Unquote if depth == 0 => return at,
                Shape::Close | Shape::Unhook | Shape::Unquote => depth -= 1,
                Shape::Mark if depth == 0 && token.of(self.text) == "," => return at,
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// Whether the member begins with a word that opens a form.
    pub(crate) fn is_form(&self) -> bool {
        self.is_name(self.head) && words::FORMS.contains(&self.form()) && self.word(self.head + 1) != "="
    }

    /// The text under a span.
    pub(crate) fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or("")
    }
}

fn span(token: Token) -> Span {
    Span::new(FileId::ROOT, token.start as u32, token.end as u32)
}
