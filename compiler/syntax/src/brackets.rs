//! Brackets that do not fit: which one is wrong, judged as a person would, by lines and indentation.
//!
//! Only called for an item that the lexer found out of order; an item whose brackets fit never comes here.

use cloudc_base::{FileId, Finding, Span};

use crate::cut::MAX_DEPTH;
use crate::item::Mended;
use crate::lexer::{Lexer, Shape, Token, closer};
use crate::mistakes::{mismatched_bracket, stray_bracket, too_deep as deep, unclosed_bracket};
use crate::shadow::Repair;
use crate::words;

#[derive(Debug, Clone, Copy)]
struct Opener {
    token: Token,
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
    /// The first byte of every line.
    lines: Vec<usize>,
    /// Whether a string runs to the text's end.
    lost: bool,
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
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let lost = tokens.last().is_some_and(|last| last.shape == Shape::Broken);
    let mut fitter = Fitter { text, tokens, open: Vec::new(), missing, lines, lost, mended: Mended::default() };
    for index in 0..fitter.tokens.len() {
        fitter.step(index, extra);
    }
    while let Some(opener) = fitter.open.pop() {
        fitter.unclosed(opener, text.len());
    }
    Some(fitter.mended)
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
        let Some(&token) = self.tokens.get(index) else { return };
        match token.shape {
            Shape::Open | Shape::Hook => {
                let closer = closer(self.text.as_bytes().get(token.start).copied().unwrap_or(b'{'));
                let (line, indent) = self.line(token.start);
                self.open.push(Opener { token, closer, line, indent, hook: token.shape == Shape::Hook });
            }
            Shape::Unhook | Shape::Broken => self.close_hooks(),
            Shape::Close | Shape::Skip | Shape::Stray if Some(token.start) == extra => self.stray(token),
            Shape::Close | Shape::Skip | Shape::Stray => self.close(token),
            _ => {}
        }
    }

    fn close_hooks(&mut self) {
        while self.open.iter().any(|opener| opener.hook) && self.open.pop().is_some_and(|opener| !opener.hook) {}
    }

    fn close(&mut self, token: Token) {
        let byte = self.text.as_bytes().get(token.start).copied().unwrap_or(b'}');
        let Some(&top) = self.open.last() else { return self.stray(token) };
        let (line, indent) = self.line(token.start);
        let line_start = self.lines.get(line).copied().unwrap_or(0);
        let first = line_start + indent == token.start;
        let deeper = self.open.iter().rposition(|opener| opener.closer == byte && !opener.hook);
        if top.closer == byte {
            let outer = self.open.iter().rposition(|opener| opener.closer == byte && opener.indent == indent);
            let dedents = first && indent < top.indent && self.missing > 0;
            let target = outer.filter(|_| dedents).unwrap_or(self.open.len() - 1);
            return self.close_to(target, token);
        }
        match deeper {
            Some(target) if first || self.open.get(target).is_some_and(|opener| opener.line == line) => {
                self.close_to(target, token);
            }
            _ if top.line == line => self.exchange(top, token),
            Some(target) => self.close_to(target, token),
            None => self.stray(token),
        }
    }

    fn close_to(&mut self, target: usize, token: Token) {
        while self.open.len() > target + 1 {
            if let Some(opener) = self.open.pop() {
                self.unclosed(opener, token.start);
            }
        }
        self.open.pop();
    }

    fn stray(&mut self, token: Token) {
        self.mended.findings.push(stray_bracket::finding(span(token), token.of(self.text)));
        self.mended.repairs.push(Repair::new(token.start..token.end, ""));
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
        let at = self.close_point(opener, limit);
        let closer = char::from(opener.closer);
        let own_line = at > 0 && self.text.as_bytes().get(at - 1) == Some(&b'\n');
        let text = if own_line { format!("{closer}\n") } else { closer.to_string() };
        if !self.lost_in_string(opener) {
            let place = Span::new(FileId::ROOT, at as u32, at as u32);
            self.mended.findings.push(unclosed_bracket::finding(span(opener.token), opener.token.of(self.text), closer, place, &text));
        }
        self.mended.repairs.push(Repair::new(at..at, text));
    }

    /// A string without its closing quote swallows the brackets after it: that mistake is reported, not this one.
    fn lost_in_string(&self, opener: Opener) -> bool {
        let line_end = self.lines.get(opener.line + 1).copied().unwrap_or(usize::MAX);
        let mut line = self.after(opener).iter().take_while(|token| token.start < line_end);
        self.lost || line.any(|token| token.shape == Shape::Broken)
    }

    /// The tokens after an opener.
    fn after(&self, opener: Opener) -> &[Token] {
        let first = self.tokens.partition_point(|token| token.start < opener.token.end);
        self.tokens.get(first..).unwrap_or(&[])
    }

    /// Where the closing bracket is missing: after the indented lines below its opener, or at the end of its own line.
    fn close_point(&self, opener: Opener, limit: usize) -> usize {
        let block = self.last_on_line(opener.token);
        let mut end = opener.token.end;
        let mut more = true;
        for token in self.after(opener).iter().take_while(|token| token.start < limit) {
            match token.shape {
                Shape::Newline if !more && !block => break,
                Shape::Newline if block && self.dedents_after(token.end, limit, opener.indent) => return token.end,
                Shape::Newline | Shape::Blank | Shape::Comment | Shape::Doc => {}
                _ => {
                    end = token.end;
                    more = token.shape == Shape::Open || words::GOES_ON.contains(&token.of(self.text));
                }
            }
        }
        end
    }

    /// Whether the next line with content stands no further in than `indent`.
    fn dedents_after(&self, at: usize, limit: usize, indent: usize) -> bool {
        let rest = self.text.get(at..limit).unwrap_or("");
        let next = rest.lines().find(|line| !line.trim().is_empty());
        next.is_none_or(|line| line.len() - line.trim_start().len() <= indent)
    }

    fn last_on_line(&self, token: Token) -> bool {
        let rest = self.text.get(token.end..).unwrap_or("").lines().next().unwrap_or("").trim();
        rest.is_empty() || rest.starts_with("//")
    }

    /// The number of the line that holds a byte, and how far it is indented.
    fn line(&self, at: usize) -> (usize, usize) {
        let number = self.lines.partition_point(|&start| start <= at).saturating_sub(1);
        let start = self.lines.get(number).copied().unwrap_or(0);
        let line = self.text.get(start..).unwrap_or("");
        (number, line.bytes().take_while(|&b| b == b' ' || b == b'\t').count())
    }
}

fn span(token: Token) -> Span {
    Span::new(FileId::ROOT, token.start as u32, token.end as u32)
}
