//! The shapes of text, without grammar: where strings, comments and brackets begin and end.
//!
//! It serves what pest cannot: cutting a file into items before anything is parsed, naming the tokens around a
//! mistake, and telling what stands between two leaves of the tree. It accepts every text, loses no byte, and sees a
//! mistyped string or bracket no further than a person would.

/// What a stretch of text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Blanks and tabs.
    Blank,
    /// A line's end, `\r` included.
    Newline,
    /// `// ..`, up to the line's end.
    Comment,
    /// `/// ..`: documentation.
    Doc,
    /// `# ..`: a comment in other languages.
    Hash,
    /// `/* .. */`: a comment in other languages.
    Slashes,
    /// A name or word.
    Name,
    /// Digits and what touches them: number, unit, address.
    Number,
    /// An operator or other punctuation.
    Mark,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}` that closes the innermost open bracket.
    Close,
    /// A closing bracket that skips over open ones.
    Skip,
    /// A closing bracket that closes nothing.
    Stray,
    /// The `"` or `"""` that opens a string.
    Quote,
    /// The `"` or `"""` that closes it.
    Unquote,
    /// Plain text in a string.
    Text,
    /// A `\` and what it escapes.
    Escape,
    /// `${`.
    Hook,
    /// The `}` of a `${`.
    Unhook,
    /// No text: a string or `${` ends here because its line does, or the file.
    Broken,
    /// `'..'` or typographic quotes: strings in other languages.
    Foreign,
    /// A character that the language has no use for.
    Strange,
}

/// A shape and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it looks like.
    pub shape: Shape,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl Token {
    /// Its text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Whether a parser passes over it.
    pub fn is_trivia(self) -> bool {
        matches!(self.shape, Shape::Blank | Shape::Newline | Shape::Comment | Shape::Doc)
    }
}

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
    strings: usize,
}

impl<'t> Lexer<'t> {
    /// Starts at byte `at`, outside of everything.
    pub(crate) fn new(text: &'t str, at: usize) -> Lexer<'t> {
        Lexer { text, bytes: text.as_bytes(), at, open: Vec::new(), strings: 0 }
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
        Token { shape, start, end: self.at }
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
        match first {
            b' ' | b'\t' => self.take_while(Shape::Blank, 1, |b| b == b' ' || b == b'\t'),
            b'\n' => self.newline(1),
            b'\r' if self.byte(self.at + 1) == b'\n' => self.newline(2),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.take_while(Shape::Name, 1, is_word),
            b'0'..=b'9' => self.number(),
            b'"' => self.quote(),
            b'(' | b'[' | b'{' => {
                self.open.push(Inside::Bracket(closer(first)));
                self.take(Shape::Open, 1)
            }
            b')' | b']' | b'}' => self.close(first),
            b'/' => self.slash(),
            b'#' => self.line(Shape::Hash),
            b'\'' => self.single(),
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
                let rest = self.text.get(self.at + 2..).unwrap_or("");
                let len = rest.find("*/").map_or(rest.find('\n').unwrap_or(rest.len()), |at| at + 2);
                self.take(Shape::Slashes, len + 2)
            }
            _ => self.take(Shape::Mark, 1),
        }
    }

    fn number(&mut self) -> Token {
        let digits = |at: usize| self.bytes.get(at..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count();
        let mut len = digits(self.at);
        let mut parts = 1;
        while self.byte(self.at + len) == b'.' && digits(self.at + len + 1) > 0 {
            len += 1 + digits(self.at + len + 1);
            parts += 1;
        }
        if parts == 4 && self.byte(self.at + len) == b'/' && digits(self.at + len + 1) > 0 {
            len += 1 + digits(self.at + len + 1);
        }
        if self.byte(self.at + len) == b'%' {
            return self.take(Shape::Number, len + 1);
        }
        self.take_while(Shape::Number, len, is_word)
    }

    fn quote(&mut self) -> Token {
        let (inside, len) = if self.starts(b"\"\"\"") { (Inside::Long, 3) } else { (Inside::Short, 1) };
        self.open.push(inside);
        self.strings += 1;
        self.take(Shape::Quote, len)
    }

    /// `'..'` on one line; a lone `'` is only strange.
    fn single(&mut self) -> Token {
        let rest = self.text.get(self.at + 1..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        match line.find('\'') {
            Some(len) => self.take(Shape::Foreign, len + 2),
            None => self.take(Shape::Strange, 1),
        }
    }

    fn strange(&mut self) -> Token {
        let rest = self.text.get(self.at..).unwrap_or("");
        if rest.starts_with(['\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}']) {
            let line = rest.split('\n').next().unwrap_or("");
            let end = line.char_indices().skip(1).find(|&(_, c)| matches!(c, '\u{201c}' | '\u{201d}' | '\u{2019}' | '"'));
            if let Some((at, c)) = end {
                return self.take(Shape::Foreign, at + c.len_utf8());
            }
        }
        let len = rest.chars().next().map_or(1, char::len_utf8);
        self.take(Shape::Strange, len)
    }

    fn close(&mut self, byte: u8) -> Token {
        let fits = |inside: &Inside| match inside {
            Inside::Bracket(closer) => *closer == byte,
            Inside::Hook => byte == b'}',
            Inside::Short | Inside::Long => false,
        };
        let within = self.open.iter().rposition(|inside| matches!(inside, Inside::Short | Inside::Long));
        let floor = within.map_or(0, |at| at + 1);
        let found = self.open.get(floor..).unwrap_or(&[]).iter().rposition(fits).map(|at| at + floor);
        let Some(found) = found else { return self.take(Shape::Stray, 1) };
        let hook = self.open.get(found) == Some(&Inside::Hook);
        let skips = found + 1 != self.open.len();
        self.open.truncate(found);
        self.take(if hook { Shape::Unhook } else if skips { Shape::Skip } else { Shape::Close }, 1)
    }

    /// A line's end closes what cannot reach over it: a `".."` string, a `${..}`.
    fn newline(&mut self, len: usize) -> Token {
        if self.strings > 0 && self.end_line() { self.take(Shape::Broken, 0) } else { self.take(Shape::Newline, len) }
    }

    fn end_line(&mut self) -> bool {
        let innermost = self.open.iter().rposition(|inside| matches!(inside, Inside::Short | Inside::Long));
        let Some(at) = innermost else { return false };
        if self.open.get(at) == Some(&Inside::Short) {
            self.strings -= 1;
            self.open.truncate(at);
        } else {
            self.open.truncate(at + 1);
        }
        true
    }

    fn in_string(&mut self, long: bool) -> Token {
        let stop = |b: u8| b == b'"' || b == b'\\' || b == b'$' || (b == b'\n' && !long);
        match self.byte(self.at) {
            b'"' if !long || self.starts(b"\"\"\"") => {
                self.open.pop();
                self.strings -= 1;
                self.take(Shape::Unquote, if long { 3 } else { 1 })
            }
            b'\\' => {
                let next = self.text.get(self.at + 1..).and_then(|rest| rest.chars().next());
                match next {
                    Some('\n') | None => self.take(Shape::Text, 1),
                    Some('u') if self.byte(self.at + 2) == b'{' => self.unicode_escape(),
                    Some(c) => self.take(Shape::Escape, 1 + c.len_utf8()),
                }
            }
            b'$' if self.byte(self.at + 1) == b'{' => {
                self.open.push(Inside::Hook);
                self.take(Shape::Hook, 2)
            }
            b'\n' if !long => {
                self.end_line();
                self.take(Shape::Broken, 0)
            }
            _ => self.take_while(Shape::Text, 1, |b| !stop(b)),
        }
    }

    fn unicode_escape(&mut self) -> Token {
        let digits = self.bytes.get(self.at + 3..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_hexdigit()).count();
        let closed = self.byte(self.at + 3 + digits) == b'}';
        self.take(Shape::Escape, 3 + digits + usize::from(closed))
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

/// The bracket that closes this one.
pub(crate) fn closer(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
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
        for text in ["a = \"x ${f(\"y\")} z\"\r\n", "'", "\"open\nb", "\"\"\"a ${b\nc", "é “x” # y", "[)}", "\\", "\"\\"] {
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
