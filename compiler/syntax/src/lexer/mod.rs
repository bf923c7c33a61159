//! The shapes of text, without grammar: where strings, comments and brackets begin and end.
//!
//! It serves what pest cannot: cutting a file into items before anything is parsed, naming the tokens around a
//! mistake, and telling what stands between two leaves of the tree. It accepts every text, loses no byte, and sees a
//! mistyped string or bracket no further than a person would.

mod brackets;
mod foreign;
mod numbers;
mod strings;
mod token;

pub(crate) use brackets::{closer, is_mistyped};
pub use token::{Shape, Token};

/// What is open at some point of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Bracket(u8),
    Hook,
    Short,
    Long,
}

/// Walks over a text, token by token.
#[derive(Debug)]
pub(crate) struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    open: Vec<Inside>,
    /// Where each of `open` stands.
    places: Vec<usize>,
    strings: usize,
    /// The first byte of this line that is no blank, once it is passed.
    line: Option<usize>,
    /// How many searches for a far end may still fail.
    searches: u8,
    /// Whether a merge has begun and its second side not yet been seen.
    merge: bool,
}

/// How many searches for the end of a comment, quote or heredoc may fail; after that it is not looked for.
const SEARCHES: u8 = 32;

impl<'t> Lexer<'t> {
    /// Starts at byte `at`, outside of everything.
    pub(crate) fn new(text: &'t str, at: usize) -> Lexer<'t> {
        let (open, places) = (Vec::new(), Vec::new());
        Lexer {
            text,
            bytes: text.as_bytes(),
            at,
            open,
            places,
            strings: 0,
            line: None,
            searches: SEARCHES,
            merge: false,
        }
    }

    /// How many brackets, strings and interpolations are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn starts(&self, pattern: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(pattern))
    }

    fn take(&mut self, shape: Shape, len: usize) -> Token {
        let start = self.at;
        self.at = (start + len).min(self.bytes.len());
        match shape {
            Shape::Newline => self.line = None,
            Shape::Blank => {}
            Shape::Text | Shape::Foreign | Shape::Slashes => self.pass_lines(start),
            _ => self.line = self.line.or(Some(start)),
        }
        Token { shape, start, end: self.at }
    }

    /// What was taken from `start` on may hold line ends.
    fn pass_lines(&mut self, start: usize) {
        let passed = self.bytes.get(start..self.at).unwrap_or(&[]);
        let last = passed.iter().rposition(|&b| b == b'\n').map(|at| start + at + 1);
        self.line = last.or(self.line).or(Some(start));
    }

    fn push(&mut self, inside: Inside) {
        self.open.push(inside);
        self.places.push(self.at);
    }

    fn truncate(&mut self, len: usize) {
        self.open.truncate(len);
        self.places.truncate(len);
    }

    /// A search that must not be made too often; `None` if there were too many in vain.
    fn search<T>(&mut self, find: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let rest = (self.searches > 0).then(|| self.text.get(self.at..).unwrap_or(""))?;
        let found = find(rest);
        self.searches -= u8::from(found.is_none());
        found
    }

    fn take_while(&mut self, shape: Shape, skip: usize, keep: impl Fn(u8) -> bool) -> Token {
        let rest = self.bytes.get(self.at + skip..).unwrap_or(&[]);
        let len = rest.iter().position(|&b| !keep(b)).unwrap_or(rest.len());
        self.take(shape, skip + len)
    }

    fn line(&mut self, shape: Shape) -> Token {
        self.take_while(shape, 0, |b| b != b'\n')
    }

    fn in_code(&mut self, first: u8) -> Token {
        if self.line.is_none()
            && let Some(token) = self.foreign_line(first)
        {
            return token;
        }
        match first {
            // A byte order mark.
            0xef if self.at == 0 && self.starts("\u{feff}".as_bytes()) => self.take(Shape::Blank, 3),
            b' ' | b'\t' => self.take_while(Shape::Blank, 1, |b| b == b' ' || b == b'\t'),
            b'\n' => self.newline(1),
            b'\r' if self.byte(self.at + 1) == b'\n' => self.newline(2),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.take_while(Shape::Name, 1, is_word),
            b'0'..=b'9' => self.number(),
            b'"' => self.quote(),
            b'(' | b'[' | b'{' => {
                self.push(Inside::Bracket(closer(first)));
                self.take(Shape::Open, 1)
            }
            b')' | b']' | b'}' => self.close(first),
            b'/' => self.slash(),
            b'#' => self.line(Shape::Hash),
            b'\'' | b'`' => self.single(first),
            b'<' if self.starts(b"<<") => self.heredoc(),
            b'.' if self.starts(b"...") => self.take(Shape::Mark, 3),
            b'.' if self.starts(b"..") => self.take(Shape::Mark, 2),
            b'?' if matches!(self.byte(self.at + 1), b'?' | b'.') => self.take(Shape::Mark, 2),
            b'=' | b'!' | b'<' | b'>' if self.byte(self.at + 1) == b'=' => self.take(Shape::Mark, 2),
            b'=' if self.byte(self.at + 1) == b'>' => self.take(Shape::Mark, 2),
            b'&' | b'|' if self.byte(self.at + 1) == first => self.take(Shape::Mark, 2),
            b'=' | b'!' | b'<' | b'>' | b'+' | b'-' | b'*' | b'.' | b'?' | b':' | b',' | b'@' | b'|' | b'%' | b'&'
            | b';' | b'$' | b'^' | b'~' | b'\\' => self.take(Shape::Mark, 1),
            _ => self.strange(),
        }
    }

    fn slash(&mut self) -> Token {
        match (self.byte(self.at + 1), self.byte(self.at + 2), self.byte(self.at + 3)) {
            (b'/', b'/', next) if next != b'/' => self.line(Shape::Doc),
            (b'/', ..) => self.line(Shape::Comment),
            (b'*', ..) => {
                let closed = self.search(|rest| rest.get(2..)?.find("*/"));
                match closed {
                    Some(len) => self.take(Shape::Slashes, len + 4),
                    None => self.line(Shape::Slashes),
                }
            }
            _ => self.take(Shape::Mark, 1),
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let Some(&first) = self.bytes.get(self.at) else {
            let open_string = self.strings > 0;
            self.strings = 0;
            return open_string.then(|| self.take(Shape::Broken, 0));
        };
        match self.open.last() {
            Some(Inside::Short) => Some(self.in_string(false)),
            Some(Inside::Long) => Some(self.in_string(true)),
            _ => Some(self.in_code(first)),
        }
    }
}

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(text: &str) -> Vec<(Shape, &str)> {
        Lexer::new(text, 0).map(|token| (token.shape, token.of(text))).collect()
    }

    #[test]
    fn nothing_is_lost() {
        for text in
            ["a = \"x ${f(\"y\")} z\"\r\n", "'", "\"open\nb", "\"\"\"a ${b\nc", "é “x” # y", "[)}", "\\", "\"\\"]
        {
            let joined: String = Lexer::new(text, 0).map(|token| token.of(text)).collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn a_lost_quote_ends_with_its_line() {
        let seen = shapes("a = \"x ${b\nc");
        assert!(seen.contains(&(Shape::Broken, "")));
        assert_eq!(seen.last(), Some(&(Shape::Name, "c")));
    }

    #[test]
    fn numbers_keep_what_touches_them() {
        for text in ["30s", "10.0.0.0/16", "80%", "1.2.3", "0x1F", "1_000"] {
            assert_eq!(shapes(text), [(Shape::Number, text)]);
        }
        assert_eq!(shapes("0..20").len(), 3);
        assert_eq!(shapes("10/2").len(), 3);
    }
}
