//! Brackets that do not fit: which one is wrong, judged as a person would, by lines and indentation.
//!
//! Only called for an item that the lexer found out of order; an item whose brackets fit never comes here.

mod place;

use cloudc_base::{FileId, Finding, Span};

use crate::cut::MAX_DEPTH;
use crate::item::Mended;
use crate::lexer::{Lexer, Shape, Token, closer, is_mistyped};
use crate::mistakes::{mismatched_bracket, stray_bracket, too_deep as deep, unclosed_bracket};
use crate::shadow::Repair;

#[derive(Debug, Clone, Copy)]
struct Opener {
    token: Token,
    /// The index of that token.
    index: usize,
    closer: u8,
    line: usize,
    indent: usize,
    /// A `${`: closed with its string, never reported here.
    hook: bool,
}

struct Fitter<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    open: Vec<Opener>,
    /// How many more brackets open than close: so many may be judged unclosed by indentation.
    missing: usize,
    /// The first byte of every line, and the first in it that is no blank.
    lines: Vec<(usize, usize)>,
    mended: Mended,
}

/// Finds what must be put in, taken out or exchanged; `None` if brackets nest deeper than the language allows.
pub(crate) fn mend(text: &str, extra: Option<usize>) -> Option<Mended> {
    if deepest(text).is_some() {
        return None;
    }
    let tokens: Vec<Token> = Lexer::new(text, 0).collect();
    let count = |shapes: &[Shape]| tokens.iter().filter(|token| shapes.contains(&token.shape)).count();
    let missing = count(&[Shape::Open]).saturating_sub(count(&[Shape::Close, Shape::Skip, Shape::Stray]));
    let mut fitter = Fitter { text, tokens, open: Vec::new(), missing, lines: lines(text), mended: Mended::default() };
    for index in 0..fitter.tokens.len() {
        fitter.step(index, extra);
    }
    while let Some(opener) = fitter.open.pop() {
        fitter.unclosed(opener, text.len());
    }
    Some(fitter.mended)
}

fn lines(text: &str) -> Vec<(usize, usize)> {
    let mut at = 0;
    let line = |line: &str| {
        let start = at;
        at += line.len();
        (start, start + line.len() - line.trim_start_matches([' ', '\t']).len())
    };
    text.split_inclusive('\n').map(line).collect()
}

/// The finding for an item that [`mend`] gave up on.
pub(crate) fn too_deep(text: &str) -> Finding {
    let at = deepest(text).unwrap_or(0) as u32;
    deep::finding(Span::new(FileId::ROOT, at, (at + 1).min(text.len() as u32)))
}

fn deepest(text: &str) -> Option<usize> {
    let mut lexer = Lexer::new(text, 0);
    while let Some(token) = lexer.next() {
        if lexer.depth() > MAX_DEPTH {
            return Some(token.start);
        }
    }
    None
}

impl Fitter<'_> {
    fn step(&mut self, index: usize, extra: Option<usize>) {
        let Some(token) = self.token(index) else { return };
        match token.shape {
            Shape::Open | Shape::Hook => {
                let (line, indent) = self.line(token.start);
                let hook = token.shape == Shape::Hook;
                self.open.push(Opener { token, index, closer: closer(self.byte(token)), line, indent, hook });
            }
            Shape::Unhook | Shape::Broken => self.close_hooks(),
            Shape::Close | Shape::Skip | Shape::Stray if Some(token.start) == extra => self.stray(index, token),
            Shape::Close | Shape::Skip | Shape::Stray => self.close(index, token),
            _ => {}
        }
    }

    fn token(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).copied()
    }

    fn byte(&self, token: Token) -> u8 {
        let first = if token.shape == Shape::Hook { token.start + 1 } else { token.start };
        self.text.as_bytes().get(first).copied().unwrap_or(b'}')
    }

    /// The first byte of the next token that is no blank.
    fn next_solid(&self, index: usize) -> u8 {
        let mut rest = self.tokens.get(index + 1..).unwrap_or(&[]).iter();
        rest.find(|token| token.shape != Shape::Blank).map_or(0, |token| self.byte(*token))
    }

    fn close_hooks(&mut self) {
        while self.open.iter().any(|opener| opener.hook) && self.open.pop().is_some_and(|opener| !opener.hook) {}
    }

    /// Closes the bracket that a person would say this one belongs to.
    fn close(&mut self, index: usize, token: Token) {
        let Some(&top) = self.open.last() else { return self.stray(index, token) };
        let byte = self.byte(token);
        let (line, indent) = self.line(token.start);
        let first = self.lines.get(line).is_some_and(|&(_, first)| first == token.start);
        if top.closer == byte {
            let outer = self.open.iter().rposition(|opener| opener.closer == byte && opener.indent == indent);
            let dedents = first && indent < top.indent && self.missing > 0;
            let target = outer.filter(|_| dedents).unwrap_or(self.open.len() - 1);
            return self.close_to(target, token);
        }
        let next = self.token(index + 1).map_or(0, |next| self.byte(next));
        let second = self.open.len().checked_sub(2).and_then(|at| self.open.get(at));
        if second.is_some_and(|second| second.closer == next && !second.hook) && !top.hook {
            return self.exchange(top, token);
        }
        if self.is_mistyped(token, byte, line) {
            return self.exchange(top, token);
        }
        let deeper = self.open.iter().rposition(|opener| opener.closer == byte && !opener.hook);
        match deeper {
            Some(target) if first || self.open.get(target).is_some_and(|opener| opener.line == line) => {
                self.close_to(target, token);
            }
            _ if top.line == line && self.next_solid(index) == top.closer => self.stray(index, token),
            _ if top.line == line => self.exchange(top, token),
            Some(target) => self.close_to(target, token),
            None => self.stray(index, token),
        }
    }

    /// Whether the rest of the line shows that this bracket stands for another one.
    fn is_mistyped(&self, token: Token, byte: u8, line: usize) -> bool {
        let found = self.open.iter().rposition(|opener| opener.closer == byte && opener.line == line);
        let Some(found) = found.filter(|_| self.open.last().is_some_and(|top| !top.hook)) else { return false };
        let open: Vec<u8> = self.open.iter().map(|opener| opener.closer).collect();
        is_mistyped(self.text.get(token.end..).unwrap_or(""), &open, found)
    }

    fn close_to(&mut self, target: usize, token: Token) {
        while self.open.len() > target + 1 {
            if let Some(opener) = self.open.pop() {
                self.unclosed(opener, token.start);
            }
        }
        self.open.pop();
    }

    /// A `;` behind a bracket that closes nothing belongs to the same habit.
    fn stray(&mut self, index: usize, token: Token) {
        let next = self.token(index + 1).filter(|next| next.of(self.text) == ";");
        let whole = Token { end: next.map_or(token.end, |next| next.end), ..token };
        self.mended.findings.push(stray_bracket::finding(span(whole), whole.of(self.text)));
        self.mended.repairs.push(Repair::new(whole.start..whole.end, ""));
    }

    fn exchange(&mut self, top: Opener, token: Token) {
        self.open.pop();
        let right = char::from(top.closer).to_string();
        let finding = mismatched_bracket::finding(span(token), span(top.token), token.of(self.text), &right);
        self.mended.findings.push(finding);
        self.mended.repairs.push(Repair::new(token.start..token.end, right));
    }

    fn unclosed(&mut self, opener: Opener, limit: usize) {
        if opener.hook {
            return;
        }
        self.missing = self.missing.saturating_sub(1);
        let (at, own_line) = self.close_point(opener, limit);
        let closer = char::from(opener.closer);
        let text = if own_line { format!("{closer}\n") } else { closer.to_string() };
        let place = Span::new(FileId::ROOT, at as u32, at as u32);
        let finding = unclosed_bracket::finding(span(opener.token), opener.token.of(self.text), closer, place, &text);
        self.mended.findings.push(finding);
        self.mended.repairs.push(Repair::new(at..at, text));
        if !own_line {
            self.mended.doubtful.push(opener.token.start..at);
        }
    }

    /// The number of the line that holds a byte, and how far it is indented.
    fn line(&self, at: usize) -> (usize, usize) {
        let number = self.lines.partition_point(|&(start, _)| start <= at).saturating_sub(1);
        self.lines.get(number).map_or((number, 0), |&(start, first)| (number, first - start))
    }
}

fn span(token: Token) -> Span {
    Span::new(FileId::ROOT, token.start as u32, token.end as u32)
}
