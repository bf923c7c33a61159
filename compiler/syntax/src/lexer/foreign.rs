//! What other languages and tools write: their quotes, heredocs, comments, and lines they leave behind.

use super::{Lexer, Shape, Token, is_word};

impl Lexer<'_> {
    /// At the first character of a line: a comment of another language, or what another tool left behind.
    pub(super) fn foreign_line(&mut self, first: u8) -> Option<Token> {
        let blank = |at: usize| matches!(self.byte(at), b' ' | b'\t' | b'\r' | b'\n' | 0);
        match first {
            b'-' if self.starts(b"--") && blank(self.at + 2) => Some(self.line(Shape::Hash)),
            b'%' | b';' if matches!(self.byte(self.at + 1), b' ' | b'%' | b';') => Some(self.line(Shape::Hash)),
            b'<' if self.starts(b"<!--") => {
                let closed = self.search(|rest| rest.find("-->"));
                Some(if let Some(len) = closed {
                    self.take(Shape::Slashes, len + 3)
                } else {
                    self.line(Shape::Slashes)
                })
            }
            b'<' | b'=' | b'>' | b'|' | b'`' | b'~' | b'$' if self.is_left_behind() => Some(self.merge_line(first)),
            _ => None,
        }
    }

    /// Whether a line begins as a merge marker, a fence of Markdown or a shell's prompt.
    fn is_left_behind(&self) -> bool {
        let outer = self.at == 0 || self.byte(self.at - 1) == b'\n';
        let marks: [&[u8]; 7] = [b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||", b"```", b"~~~", b"$ "];
        outer && marks.iter().any(|mark| self.starts(mark))
    }

    /// Such a line; of a merge, all that follows its first side.
    fn merge_line(&mut self, first: u8) -> Token {
        let second = matches!(first, b'=' | b'|') && std::mem::take(&mut self.merge);
        self.merge |= first == b'<';
        let end = if second { self.search(|rest| rest.find("\n>>>>>>>").map(|at| at + 1)) } else { None };
        let rest = self.bytes.get(self.at + end.unwrap_or(0)..).unwrap_or(&[]);
        let len = end.unwrap_or(0) + rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
        self.take(Shape::Hash, len)
    }

    /// `'..'` or a text between backticks, on one line; a lone one is only strange.
    pub(super) fn single(&mut self, quote: u8) -> Token {
        let line = self.bytes.get(self.at + 1..).unwrap_or(&[]);
        let end = line.iter().position(|&b| b == quote || b == b'\n').filter(|&at| line.get(at) == Some(&quote));
        match end {
            Some(len) => self.take(Shape::Foreign, len + 2),
            None => self.take(Shape::Strange, 1),
        }
    }

    /// `<<EOF` and the lines up to `EOF`.
    pub(super) fn heredoc(&mut self) -> Token {
        let found = self.search(|rest| {
            let (first, _) = rest.split_once('\n')?;
            let word = first.get(2..)?.trim_start_matches(['-', '~']).trim_end().trim_matches(['"', '\'']);
            let named = word.starts_with(|c: char| c.is_ascii_uppercase()) && word.bytes().all(is_word);
            let mut at = named.then_some(first.len() + 1)?;
            for line in rest.get(at..)?.split_inclusive('\n') {
                let bare = line.trim_end();
                if bare.trim_start() == word {
                    return Some(at + bare.len());
                }
                at += line.len();
            }
            None
        });
        match found {
            Some(len) => self.take(Shape::Foreign, len),
            None => self.take(Shape::Mark, 1),
        }
    }

    pub(super) fn strange(&mut self) -> Token {
        let rest = self.text.get(self.at..).unwrap_or("");
        let quotes = ['\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}'];
        if rest.starts_with(quotes) {
            let ends = |c: char| matches!(c, '\u{201c}' | '\u{201d}' | '\u{2019}' | '"');
            let found = self.search(|rest| {
                let (at, c) = rest.char_indices().skip(1).find(|&(_, c)| ends(c) || c == '\n')?;
                ends(c).then_some(at + c.len_utf8())
            });
            if let Some(len) = found {
                return self.take(Shape::Foreign, len);
            }
        }
        let len = rest.chars().next().map_or(1, char::len_utf8);
        self.take(Shape::Strange, len)
    }
}
