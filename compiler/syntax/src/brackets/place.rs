//! Where a bracket that is never closed should have been.

use super::{Fitter, Opener};
use crate::lexer::Shape;
use crate::words;

impl Fitter<'_> {
    /// Where the closing bracket is missing, and whether that is a line of its own: after the indented lines below
    /// its opener, or at the end of what goes on from its line.
    pub(super) fn close_point(&self, opener: Opener, limit: usize) -> (usize, bool) {
        let block = self.last_on_line(opener.index);
        let (mut end, mut more, mut line) = (opener.token.end, true, opener.line);
        let mut value = false;
        let mut depth = 0usize;
        for token in self.tokens.get(opener.index + 1..).unwrap_or(&[]).iter().take_while(|token| token.start < limit) {
            if token.is_trivia() {
                continue;
            }
            let (at, indent) = self.line(token.start);
            let fresh = at > line;
            if fresh && block && indent <= opener.indent {
                return (self.lines.get(line + 1).map_or(end, |&(start, _)| start), true);
            }
            let own_block = value && depth == 0 && token.of(self.text) == "{" && opener.closer != b'}';
            if fresh && !more && !block || own_block && !block {
                return (end, false);
            }
            match token.shape {
                Shape::Open | Shape::Hook => depth += 1,
                Shape::Close | Shape::Unhook => depth = depth.saturating_sub(1),
                _ => {}
            }
            value = matches!(token.shape, Shape::Name | Shape::Number | Shape::Unquote | Shape::Close);
            (end, line) = (token.end, self.line(token.end.saturating_sub(1)).0);
            more = token.shape == Shape::Open || words::GOES_ON.contains(&token.of(self.text));
        }
        let own_line =
            block && self.line(limit).0 > line && limit < self.text.len() || block && limit == self.text.len();
        match self.lines.get(line + 1) {
            Some(&(start, _)) if own_line => (start.min(limit), true),
            _ => (end, false),
        }
    }

    /// Whether nothing but a comment stands behind a token on its line.
    fn last_on_line(&self, index: usize) -> bool {
        let rest = self.tokens.get(index + 1..).unwrap_or(&[]);
        let next = rest.iter().find(|token| !matches!(token.shape, Shape::Blank | Shape::Comment | Shape::Doc));
        next.is_none_or(|token| token.shape == Shape::Newline)
    }
}
