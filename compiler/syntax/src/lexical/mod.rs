//! Characters and strings that are out of order, seen by the lexer alone.

mod lost_quote;
mod odd_word;

use cloudc_base::{FileId, Finding, Span};

use crate::grammar::HOLE;
use crate::item::Mended;
use crate::lexer::{Lexer, Shape, Token};
use crate::mistakes::{
    attribute_form, block_comment, foreign_line, foreign_quotes, hash_comment, heredoc, unclosed_interpolation,
    unclosed_string,
};
use crate::shadow::Repair;

/// How often a text is read again because a quote or `}` was lost further left than the lexer saw.
const ROUNDS: usize = 8;

/// One look at a text: what is wrong in it, up to a mistake after which everything must be seen anew.
pub(crate) struct Look {
    pub(crate) mended: Mended,
    pub(crate) again: bool,
}

/// Names what is wrong and makes the text readable; look number `round` at it.
pub(crate) fn mend(text: &str, round: usize) -> Look {
    let tokens: Vec<Token> = Lexer::new(text, 0).collect();
    let mut scan = Scan { text, tokens, open: Vec::new(), mended: Mended::default(), repaired: round > 0 };
    for index in 0..scan.tokens.len() {
        if scan.step(index, round < ROUNDS) {
            return Look { mended: scan.mended, again: true };
        }
    }
    Look { mended: scan.mended, again: false }
}

struct Scan<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    /// The indexes of open quotes, brackets and `${`.
    open: Vec<usize>,
    mended: Mended,
    /// Whether there may be holes that an earlier look made.
    repaired: bool,
}

impl Scan<'_> {
    /// Takes one token in; says whether what follows must be read anew.
    fn step(&mut self, index: usize, guess: bool) -> bool {
        let Some(token) = self.token(index) else { return false };
        let word = token.of(self.text);
        match token.shape {
            Shape::Strange if self.repaired && word == HOLE => {}
            Shape::Strange => self.odd_word(index),
            Shape::Hash => self.hash(token, word),
            Shape::Slashes => {
                self.put(block_comment::finding(span(token), word), Repair::new(token.start..token.end, blanked(word)));
            }
            Shape::Foreign => {
                let (finding, right) = if word.starts_with('<') {
                    heredoc::finding(span(token), word)
                } else {
                    foreign_quotes::finding(span(token), word)
                };
                self.put(finding, Repair::new(token.start..token.end, right));
            }
            Shape::Quote | Shape::Hook | Shape::Open => self.open.push(index),
            Shape::Unquote => self.drop_through(Shape::Quote),
            Shape::Unhook => self.drop_through(Shape::Hook),
            Shape::Close | Shape::Skip if self.top().is_some_and(|top| top.shape == Shape::Open) => {
                self.open.pop();
            }
            Shape::Broken if guess && self.lost_further_left(index) => return true,
            Shape::Broken => self.broken(token),
            _ => {}
        }
        false
    }

    /// A comment or attribute as in other languages, or a line that no program has.
    fn hash(&mut self, token: Token, word: &str) {
        let comment = Repair::new(token.start..token.start + 1, "//");
        match word.as_bytes() {
            [b'#', b'[', ..] => self.put(attribute_form::hashed(span(token), word), comment),
            [b'#' | b'-' | b'%' | b';', ..] => self.put(hash_comment::finding(span(token), word), comment),
            _ if word.contains('\n') => self.mended.repairs.push(Repair::new(token.start..token.end, blanked(word))),
            _ => self.put(foreign_line::finding(span(token), word), comment),
        }
    }

    fn token(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).copied()
    }

    /// What is open innermost.
    fn top(&self) -> Option<Token> {
        self.open.last().and_then(|&index| self.token(index))
    }

    fn put(&mut self, finding: Finding, repair: Repair) {
        self.mended.findings.push(finding);
        self.mended.repairs.push(repair);
    }

    fn drop_through(&mut self, until: Shape) {
        while let Some(index) = self.open.pop() {
            if self.token(index).is_none_or(|token| token.shape == until) {
                return;
            }
        }
    }

    /// A line or the file ends inside a string: closes what is open in it, innermost first.
    fn broken(&mut self, token: Token) {
        let at_end = token.start == self.text.len();
        let mut missing = String::new();
        let mut hook = None;
        let known = self.mended.findings.len();
        while let Some(opener) = self.top() {
            let long = opener.of(self.text) == "\"\"\"";
            if opener.shape == Shape::Quote && long && !at_end {
                break;
            }
            self.open.pop();
            missing.push_str(closing(opener, self.text));
            match opener.shape {
                Shape::Hook => hook = Some(opener),
                Shape::Quote if self.mended.findings.len() > known && at_end => {}
                Shape::Quote => {
                    let finding = match hook.take() {
                        Some(hook) if !long => unclosed_interpolation::finding(span(hook), at(token.start), &missing),
                        _ => unclosed_string::finding(span(opener), at(token.start), long),
                    };
                    self.mended.findings.push(finding);
                    if !at_end {
                        break;
                    }
                }
                _ => {}
            }
        }
        if let Some(hook) = hook {
            self.mended.findings.push(unclosed_interpolation::finding(span(hook), at(token.start), "}"));
        }
        self.mended.repairs.push(Repair::new(token.start..token.start, missing));
    }
}

fn closing(opener: Token, text: &str) -> &'static str {
    match (opener.shape, opener.of(text)) {
        (Shape::Quote, "\"\"\"") => "\"\"\"",
        (Shape::Quote, _) => "\"",
        (_, "(") => ")",
        (_, "[") => "]",
        _ => "}",
    }
}

/// Blanks with the same line ends.
fn blanked(text: &str) -> String {
    if text.contains('\n') { text.chars().filter(|&c| c == '\n').collect() } else { " ".to_owned() }
}

fn span(token: Token) -> Span {
    Span::new(FileId::ROOT, token.start as u32, token.end as u32)
}

fn at(offset: usize) -> Span {
    Span::new(FileId::ROOT, offset as u32, offset as u32)
}
