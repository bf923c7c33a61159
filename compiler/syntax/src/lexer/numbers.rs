use super::{Lexer, Shape, Token, is_word};

impl Lexer<'_> {
    /// Digits, dots between them, a prefix, and the unit that touches them.
    pub(super) fn number(&mut self) -> Token {
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
}
