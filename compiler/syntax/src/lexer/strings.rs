//! Texts: where one begins, what stands in it, and where it ends though its quote is missing.

use super::{Inside, Lexer, Shape, Token};

impl Lexer<'_> {
    pub(super) fn quote(&mut self) -> Token {
        let (inside, len) = if self.starts(b"\"\"\"") { (Inside::Long, 3) } else { (Inside::Short, 1) };
        self.push(inside);
        self.strings += 1;
        self.take(Shape::Quote, len)
    }

    /// A line's end closes what cannot reach over it: a `".."` string, a `${..}`.
    pub(super) fn newline(&mut self, len: usize) -> Token {
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

    pub(super) fn in_string(&mut self, long: bool) -> Token {
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
