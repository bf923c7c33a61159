//! A quote or `}` that is missing further left than the lexer notices.

use super::{Scan, at, span};
use crate::grammar::HOLE;
use crate::lexer::{Lexer, Shape, Token};
use crate::mistakes::{unclosed_interpolation, unclosed_string};
use crate::shadow::Repair;

impl Scan<'_> {
    /// A line or the file ends inside a string. Repairs where the string or `${` that is open should have ended, if
    /// that can be seen; everything after that place must then be read anew.
    pub(super) fn lost_further_left(&mut self, index: usize) -> bool {
        let Some(end) = self.token(index) else { return false };
        let line = self.line_start(end.start);
        let on_line = |token: &Token| token.shape == Shape::Hook && token.start >= line;
        let hook = self.open.iter().filter_map(|&open| self.token(open)).find(on_line);
        if let Some(hook) = hook {
            return self.lost_brace(hook, end.start);
        }
        let quote =
            self.open.iter().rposition(|&open| self.token(open).is_some_and(|token| token.shape == Shape::Quote));
        let Some((place, quote)) = quote.and_then(|place| Some((place, self.token(*self.open.get(place)?)?))) else {
            return false;
        };
        if quote.of(self.text) == "\"\"\"" {
            return self.lost_long(quote, end.start);
        }
        self.lost_label(index, line)
            || self.lost_opening(index, line)
            || self.lost_before(index, line, quote)
            || self.lost_on_line(place, line, quote, end.start)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
    }

    /// The `}` is missing after the name or call that the `${` begins.
    fn lost_brace(&mut self, hook: Token, line_end: usize) -> bool {
        let line = self.text.get(..line_end).unwrap_or(self.text);
        let mut lexer = Lexer::new(line, hook.end);
        let mut end = hook.end;
        while let Some(token) = lexer.next() {
            let goes_on = match token.shape {
                Shape::Name | Shape::Number | Shape::Open | Shape::Close => true,
                Shape::Mark => lexer.depth() > 0 || matches!(token.of(line), "." | "?."),
                _ => lexer.depth() > 0,
            };
            if !goes_on {
                break;
            }
            end = if lexer.depth() == 0 { token.end } else { end };
        }
        let value = if end == hook.end { HOLE } else { "" };
        let quote = if end == line_end { "\"" } else { "" };
        let missing = format!("{value}}}{quote}");
        self.put(unclosed_interpolation::finding(span(hook), at(end), "}"), Repair::new(end..end, missing));
        true
    }

    /// A `"""` whose lines are followed by one that stands no further in than its own: the text ended before it.
    fn lost_long(&mut self, quote: Token, end: usize) -> bool {
        let first = self.line_start(quote.start);
        let indent = indent(self.text.get(first..).unwrap_or(""));
        let mut at_line = first;
        for line in self.text.get(first..end).unwrap_or("").split_inclusive('\n') {
            let out = at_line > first && !line.trim().is_empty() && self::indent(line) <= indent;
            if out {
                let closer = format!("{}\"\"\"\n", " ".repeat(indent));
                self.put(
                    unclosed_string::finding(span(quote), at(at_line), true),
                    Repair::new(at_line..at_line, closer),
                );
                return true;
            }
            at_line += line.len();
        }
        false
    }

    /// `route "GET /x { to = y }`: a label whose text holds the block that should follow it.
    fn lost_label(&mut self, index: usize, line: usize) -> bool {
        let before = self.tokens.get(..index).unwrap_or(&[]);
        let tokens = before.get(before.partition_point(|token| token.start < line)..).unwrap_or(&[]);
        let mut solid = tokens.iter().filter(|token| token.shape != Shape::Blank);
        let (Some(noun), Some(quote)) = (solid.next(), solid.next()) else { return false };
        let Some(text) = solid.next().filter(|text| text.shape == Shape::Text) else { return false };
        if noun.shape != Shape::Name || quote.shape != Shape::Quote || quote.of(self.text) != "\"" {
            return false;
        }
        let block = text.of(self.text).match_indices(" {").map(|(at, _)| at).find(|&at| {
            let rest = text.of(self.text).get(at + 2..).unwrap_or("").trim_start();
            rest.is_empty() || next_field(&format!(",{rest}")) == Some(0)
        });
        let Some(end) = block.map(|at| text.start + at) else { return false };
        self.put(unclosed_string::finding(span(*quote), at(end), false), Repair::new(end..end, "\""));
        true
    }

    /// The first quote that stands right behind a word closes a text that nobody opened.
    fn lost_opening(&mut self, index: usize, line: usize) -> bool {
        let before = self.tokens.get(..index).unwrap_or(&[]);
        let tokens = before.get(before.partition_point(|token| token.start < line)..).unwrap_or(&[]);
        let closes = |rest: &str| rest.is_empty() || rest.starts_with([',', ')', ']', '}', ' ', '\t', '\n', '\r']);
        let lost = tokens.windows(2).position(|pair| match pair {
            [word, quote] => {
                let wordlike =
                    matches!(word.shape, Shape::Name | Shape::Number) || matches!(word.of(self.text), "/" | "*");
                wordlike
                    && quote.of(self.text) == "\""
                    && quote.shape == Shape::Quote
                    && closes(self.text.get(quote.end..).unwrap_or(""))
            }
            _ => false,
        });
        let Some(last) = lost else { return false };
        let asks = |token: &&Token| {
            matches!(token.shape, Shape::Open | Shape::Unquote)
                || matches!(token.of(self.text), "=" | "," | "=>" | "==" | "!=")
        };
        let first = tokens.get(..=last).unwrap_or(&[]).iter().rev().take_while(|token| !asks(token));
        let Some(first) = first.filter(|token| token.shape != Shape::Blank).last().map(|token| token.start) else {
            return false;
        };
        if tokens.iter().any(|token| token.shape == Shape::Unquote && token.end == first) {
            return false;
        }
        self.put(unclosed_string::unopened(at(first)), Repair::new(first..first, "\""));
        true
    }

    /// An earlier string of the line has lost its end: its neighbour's first quote closed it, and a word follows.
    fn lost_before(&mut self, index: usize, line: usize, quote: Token) -> bool {
        let rest = self.text.get(quote.end..self.token(index).map_or(quote.end, |end| end.start)).unwrap_or("");
        if !rest.trim_matches([')', ']', '}', ',', ' ', '\t']).is_empty() {
            return false;
        }
        let before = self.tokens.get(..index).unwrap_or(&[]);
        let first = before.partition_point(|token| token.start < line);
        let tokens = before.get(first..).unwrap_or(&[]);
        let wrong = tokens.windows(4).find_map(|window| match window {
            [open, text, close, next] if open.shape == Shape::Quote && close.shape == Shape::Unquote => {
                let joined = matches!(next.shape, Shape::Name | Shape::Number) && next.start == close.end;
                let cut = text.of(self.text).find([',', ')', ']', '}'])?;
                joined.then_some((*open, text.start + cut))
            }
            _ => None,
        });
        let Some((opener, end)) = wrong else { return false };
        self.put(unclosed_string::finding(span(opener), at(end), false), Repair::new(end..end, "\""));
        true
    }

    /// What ends the line after a lost quote belongs to the brackets around it, or is the next field.
    fn lost_on_line(&mut self, place: usize, line: usize, quote: Token, end: usize) -> bool {
        let text = self.text.get(quote.end..end).unwrap_or("");
        let Some(cut) = next_field(text).or_else(|| self.closers(place, line, text)) else { return false };
        let end = quote.end + cut;
        self.put(unclosed_string::finding(span(quote), at(end), false), Repair::new(end..end, "\""));
        true
    }

    /// Where the closing brackets at the end of a lost string begin, if they fit what is open around it.
    fn closers(&self, place: usize, line: usize, text: &str) -> Option<usize> {
        let tail = text.trim_end_matches([')', ']', '}', ',', ' ', '\t']).len();
        let around = self.open.get(..place).unwrap_or(&[]).iter().rev().filter_map(|&open| self.token(open));
        let wanted: Vec<u8> =
            around.take_while(|token| token.start >= line).map(|token| closer(token, self.text)).collect();
        let comma = place > 0 && text.trim_end().ends_with(',');
        let starts = tail..text.len();
        let fits = |start: &usize| {
            let rest = text.get(*start..).unwrap_or("");
            let closers: Vec<u8> = rest.bytes().filter(|b| matches!(b, b')' | b']' | b'}')).collect();
            rest.starts_with([')', ']', '}', ',', ' '])
                && closers.len() <= wanted.len()
                && wanted.starts_with(&closers)
                && (!closers.is_empty() || comma && rest.starts_with(','))
        };
        starts.take(16).find(fits)
    }
}

fn closer(token: Token, text: &str) -> u8 {
    crate::lexer::closer(text.as_bytes().get(token.end - 1).copied().unwrap_or(b'{'))
}

/// `, name = ..` within a text: where the next field begins.
fn next_field(text: &str) -> Option<usize> {
    text.match_indices(',').take(16).map(|(at, _)| at).find(|&at| {
        let rest = text.get(at + 1..).unwrap_or("").trim_start();
        let after = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        after.len() < rest.len() && after.trim_start().starts_with('=') && !after.trim_start().starts_with("==")
    })
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
