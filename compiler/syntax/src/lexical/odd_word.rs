//! Characters that the language has no use for, alone or within a word.

use super::{Scan, span};
use crate::grammar::HOLE;
use crate::lexer::{Shape, Token};
use crate::mistakes::strange_character;
use crate::shadow::Repair;

impl Scan<'_> {
    /// One finding for a run of such characters, and for the word they stand in.
    pub(super) fn odd_word(&mut self, index: usize) {
        let Some(token) = self.token(index) else { return };
        let wordlike = self.is_wordlike(token);
        let joins = |other: &Token| if wordlike { self.is_wordlike(*other) } else { self.is_odd(*other) };
        let before = index.checked_sub(1).and_then(|before| self.token(before));
        if before.is_some_and(|before| before.shape == Shape::Strange && joins(&before)) {
            return;
        }
        let tokens = self.tokens.get(index + 1..).unwrap_or(&[]);
        let end = tokens.iter().take_while(|next| joins(next)).last().map_or(token.end, |last| last.end);
        let start = before.filter(|before| wordlike && joins(before)).map_or(token.start, |before| before.start);
        let run = Token { start, end, ..token };
        if wordlike && self.mended.repairs.last().is_some_and(|last| last.range.end > start) {
            return;
        }
        let right = if wordlike { strange_character::spelt(run.of(self.text)) } else { self.instead(index, run) };
        let finding = strange_character::finding(span(run), run.of(self.text), &right);
        self.put(finding, Repair::new(run.start..run.end, right));
    }

    fn is_odd(&self, token: Token) -> bool {
        token.shape == Shape::Strange && !self.is_wordlike(token)
    }

    /// Whether a token could be part of a name in a language with more letters.
    fn is_wordlike(&self, token: Token) -> bool {
        let letter = |c: char| c.is_alphanumeric() || c == '_';
        matches!(token.shape, Shape::Name | Shape::Number | Shape::Strange) && token.of(self.text).starts_with(letter)
    }

    /// What to read in place of characters that are no word: an operator, a blank, nothing, or a value.
    fn instead(&self, index: usize, run: Token) -> String {
        if let Some(operator) = strange_character::operator(run.of(self.text)) {
            return operator.to_owned();
        }
        let solid =
            |token: Option<Token>| token.is_some_and(|token| matches!(token.shape, Shape::Name | Shape::Number));
        let before = index.checked_sub(1).and_then(|before| self.token(before));
        let after = self.tokens.get(self.tokens.partition_point(|token| token.start < run.end)).copied();
        if strange_character::is_invisible(run.of(self.text)) {
            let blank = solid(before) && solid(after) && run.of(self.text).starts_with(char::is_whitespace);
            return if blank || !solid(before) { " ".to_owned() } else { String::new() };
        }
        let earlier = self.tokens.get(..index).unwrap_or(&[]).iter().rev().find(|token| token.shape != Shape::Blank);
        let rest = self.tokens.iter().skip(self.tokens.partition_point(|token| token.start < run.end));
        let later = rest.take(2).find(|token| token.shape != Shape::Blank);
        let asks = earlier.is_some_and(|token| matches!(token.shape, Shape::Mark | Shape::Open));
        let ends = later.is_none_or(|token| {
            matches!(token.shape, Shape::Newline | Shape::Close | Shape::Comment) || token.of(self.text) == ","
        });
        if asks && ends { HOLE.to_owned() } else { " ".to_owned() }
    }
}
