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
    /// `# ..`: a comment in other languages; or a whole line that other tools left behind, like `<<<<<<< HEAD`.
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
    /// `'..'`, backticks, typographic quotes or a heredoc: strings in other languages.
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
    /// Where each of `open` stands.
    places: Vec<usize>,
    strings: usize,
    /// The first byte of this line that is no blank, once it is passed.
    line: Option<usize>,
    /// How many searches for a far end may still fail.
    searches: u8,
}

/// How many open brackets a closing one is compared with: more than the language lets nest.
const WINDOW: usize = 256;

/// How many searches for the end of a comment, quote or heredoc may fail; after that it is not looked for.
const SEARCHES: u8 = 32;

impl<'t> Lexer<'t> {
    /// Starts at byte `at`, outside of everything.
    pub(crate) fn new(text: &'t str, at: usize) -> Lexer<'t> {
        let (open, places) = (Vec::new(), Vec::new());
        Lexer { text, bytes: text.as_bytes(), at, open, places, strings: 0, line: None, searches: SEARCHES }
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
        if self.line.is_none() && matches!(first, b'<' | b'=' | b'>' | b'|' | b'`' | b'~' | b'$') && self.is_foreign_line() {
            return self.line(Shape::Hash);
        }
        match first {
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

    /// Whether a line, looked at from its start, is a merge marker, a fence of Markdown or a shell's prompt.
    fn is_foreign_line(&self) -> bool {
        let outer = self.at == 0 || self.byte(self.at - 1) == b'\n';
        let marks: [&[u8]; 7] = [b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||", b"```", b"~~~", b"$ "];
        outer && marks.iter().any(|mark| self.starts(mark))
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
        self.push(inside);
        self.strings += 1;
        self.take(Shape::Quote, len)
    }

    /// `'..'` or a text between backticks, on one line; a lone one is only strange.
    fn single(&mut self, quote: u8) -> Token {
        let line = self.bytes.get(self.at + 1..).unwrap_or(&[]);
        let end = line.iter().position(|&b| b == quote || b == b'\n').filter(|&at| line.get(at) == Some(&quote));
        match end {
            Some(len) => self.take(Shape::Foreign, len + 2),
            None => self.take(Shape::Strange, 1),
        }
    }

    /// `<<EOF` and the lines up to `EOF`.
    fn heredoc(&mut self) -> Token {
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

    fn strange(&mut self) -> Token {
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

    /// A closing bracket: of the innermost that it fits, if a person would see the two as a pair.
    fn close(&mut self, byte: u8) -> Token {
        let window = self.open.len().saturating_sub(WINDOW);
        let innermost = self.open.iter().skip(window).rposition(|inside| matches!(inside, Inside::Short | Inside::Long));
        let floor = innermost.map_or(window, |at| window + at + 1);
        let fits = |inside: &Inside| match inside {
            Inside::Bracket(closer) => *closer == byte,
            Inside::Hook => byte == b'}',
            Inside::Short | Inside::Long => false,
        };
        let found = self.open.get(floor..).unwrap_or(&[]).iter().rposition(fits).map(|at| at + floor);
        if found.is_some_and(|found| found + 1 == self.open.len()) {
            let hook = self.open.last() == Some(&Inside::Hook);
            self.truncate(self.open.len() - 1);
            return self.take(if hook { Shape::Unhook } else { Shape::Close }, 1);
        }
        if self.is_slip(floor) {
            self.truncate(self.open.len() - 1);
            return self.take(Shape::Skip, 1);
        }
        let Some(found) = found.filter(|&found| self.line.is_none() || self.on_line(found)) else {
            let wrong = self.open.len() > floor && self.on_line(self.open.len() - 1) && !self.fits_next();
            self.truncate(self.open.len() - usize::from(wrong));
            return self.take(if wrong { Shape::Skip } else { Shape::Stray }, 1);
        };
        let hook = self.open.get(found) == Some(&Inside::Hook);
        self.truncate(found);
        self.take(if hook { Shape::Unhook } else { Shape::Skip }, 1)
    }

    /// Whether the next closing bracket follows at once and fits the second one: then this one is only mistyped.
    fn is_slip(&self, floor: usize) -> bool {
        let second = self.open.len().checked_sub(2).filter(|&at| at >= floor).and_then(|at| self.open.get(at));
        let top = self.open.last().is_some_and(|top| matches!(top, Inside::Bracket(_)));
        top && second.is_some_and(|inside| matches!(inside, Inside::Bracket(closer) if *closer == self.byte(self.at + 1)))
    }

    /// Whether the next character closes the innermost bracket.
    fn fits_next(&self) -> bool {
        let rest = self.bytes.get(self.at + 1..).unwrap_or(&[]);
        let next = rest.iter().take(8).find(|&&b| b != b' ').copied().unwrap_or(0);
        matches!(self.open.last(), Some(Inside::Bracket(closer)) if *closer == next)
    }

    /// Whether the bracket `index` was opened on this line.
    fn on_line(&self, index: usize) -> bool {
        self.line.is_some_and(|line| self.places.get(index).is_some_and(|&place| place >= line))
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
            self.truncate(at);
        } else {
            self.truncate(at + 1);
        }
        true
    }

    fn in_string(&mut self, long: bool) -> Token {
        let stop = |b: u8| b == b'"' || b == b'\\' || b == b'$' || (b == b'\n' && !long);
        match self.byte(self.at) {
            b'"' if !long || self.starts(b"\"\"\"") => {
                self.truncate(self.open.len().saturating_sub(1));
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
                self.push(Inside::Hook);
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
