//! Cuts a text into members without reading them: where one ends is decided by lines and brackets alone (D10).
//!
//! A text whose brackets fit is cut by the rules of the language and nothing else. Only where brackets do not fit do
//! indentation and words at the start of a line decide what belongs together.

mod extra;
mod headers;

use std::ops::Range;

use crate::lexer::{Lexer, Shape, Token};
use crate::mistakes::foreign_type;
use crate::words;
use extra::join_after_extra;
use headers::{begins_member, begins_sentence, belongs_before, next_header, own_commas};
pub(crate) use headers::member_behind_sign;

/// How deep brackets may nest. No program comes near it; pest and everything after it may recurse this deep.
pub(crate) const MAX_DEPTH: usize = 100;

/// A stretch of text that should hold one member, with the blanks and comments before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) range: Range<usize>,
    /// Whether brackets, strings and characters are all in order.
    pub(crate) clean: bool,
    /// A closing bracket that must be taken out for the others to fit.
    pub(crate) extra: Option<usize>,
}

/// Where members end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// At the end of a line: the items of a file.
    Lines,
    /// At the end of a line or a comma: what stands in `{ .. }`.
    LinesAndCommas,
    /// At a comma: what stands in `[ .. ]` and `( .. )`.
    Commas,
}

/// The members of a whole file.
pub(crate) fn items(text: &str) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut at = 0;
    let mut credit = 4 * text.len();
    while at < text.len() {
        let mut cutter = Cutter::new(text, at..text.len(), Ends::Lines);
        let stuck = cutter.run(&mut cuts);
        let Some(start) = stuck else { break };
        // A bracket that opens after `start` is never closed: its item ends where another one seems to begin.
        credit = credit.saturating_sub(text.len() - start);
        let end = next_header(text, start).unwrap_or(text.len());
        cuts.push(Cut { range: start..end, clean: false, extra: None });
        if credit == 0 {
            cuts.push(Cut { range: end..text.len(), clean: false, extra: None });
            break;
        }
        at = end;
    }
    cuts.retain(|cut| !cut.range.is_empty());
    join_after_extra(text, cuts)
}

/// The members within a stretch whose brackets fit.
pub(crate) fn within(text: &str, range: Range<usize>, ends: Ends) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut cutter = Cutter::new(text, range.clone(), ends);
    if let Some(start) = cutter.run(&mut cuts) {
        cuts.push(Cut { range: start..range.end, clean: false, extra: None });
    }
    cuts
}

struct Cutter<'t> {
    text: &'t str,
    end: usize,
    lexer: Lexer<'t>,
    ends: Ends,
    start: usize,
    clean: bool,
    /// Whether something other than documentation and attributes has been seen.
    content: bool,
    attribute: bool,
    /// Whether an attribute stands before the content.
    decorated: bool,
    /// Whether the line's last character asks for more.
    goes_on: bool,
    secret: bool,
    /// Commas that belong to the form itself: `assert c, m` and `for k, v in m`.
    own_commas: u8,
    /// Whether the member is a sentence: a comma in it may stand for a list.
    sentence: bool,
    /// Where the markers of a merge that has begun end.
    merge: usize,
    /// Whether this line has no content yet, and where it begins.
    fresh: bool,
    line: usize,
}

impl<'t> Cutter<'t> {
    fn new(text: &'t str, range: Range<usize>, ends: Ends) -> Cutter<'t> {
        let inner = text.get(..range.end).unwrap_or(text);
        Cutter {
            text: inner,
            end: range.end,
            lexer: Lexer::new(inner, range.start),
            ends,
            start: range.start,
            clean: true,
            content: false,
            attribute: false,
            decorated: false,
            goes_on: false,
            secret: false,
            own_commas: 0,
            sentence: false,
            merge: 0,
            fresh: true,
            line: range.start,
        }
    }

    /// Cuts up to the end; gives the start of a member whose brackets never close.
    fn run(&mut self, cuts: &mut Vec<Cut>) -> Option<usize> {
        while let Some(token) = self.lexer.next() {
            if self.interrupts(token) {
                self.finish(self.line, cuts);
            }
            let ends = self.step(token, cuts);
            match token.shape {
                Shape::Newline => (self.fresh, self.line) = (true, token.end),
                Shape::Blank => {}
                _ => self.fresh = false,
            }
            if ends {
                self.finish(token.end, cuts);
            }
        }
        if self.lexer.depth() > 0 {
            return Some(self.start);
        }
        self.finish(self.end, cuts);
        None
    }

    fn finish(&mut self, end: usize, cuts: &mut Vec<Cut>) {
        if end > self.start {
            cuts.push(Cut { range: self.start..end, clean: self.clean, extra: None });
        }
        (self.start, self.clean, self.content, self.decorated) = (end, true, false, false);
        (self.attribute, self.goes_on, self.secret, self.own_commas, self.sentence) = (false, false, false, 0, false);
    }

    /// Whether a member that was to go on is cut short by a line that can only begin another one.
    fn interrupts(&self, token: Token) -> bool {
        let open = self.goes_on && self.content && self.fresh && self.lexer.depth() == 0 && self.ends != Ends::Commas;
        let name = token.shape == Shape::Name && token.of(self.text) != "if";
        open && name && begins_member(self.text.get(token.start..).unwrap_or(""))
    }

    /// Takes one token in; says whether the member ends after it.
    fn step(&mut self, token: Token, cuts: &mut Vec<Cut>) -> bool {
        let outside = self.lexer.depth() == 0;
        match token.shape {
            Shape::Newline => {
                self.attribute &= !outside;
                let done = self.content && !self.goes_on && (token.start >= self.merge || self.merge == usize::MAX);
                return outside && done && self.ends != Ends::Commas;
            }
            Shape::Blank => {
                self.attribute &= !outside;
                return false;
            }
            Shape::Comment | Shape::Doc => return false,
            Shape::Hash | Shape::Slashes => {
                self.clean = false;
                self.begin_merge(token);
                return false;
            }
            Shape::Broken | Shape::Foreign | Shape::Strange | Shape::Stray | Shape::Skip => self.clean = false,
            Shape::Open | Shape::Hook => self.clean &= self.lexer.depth() <= MAX_DEPTH,
            Shape::Name | Shape::Number | Shape::Mark | Shape::Close | Shape::Quote | Shape::Unquote | Shape::Text
            | Shape::Escape | Shape::Unhook => {}
        }
        let word = token.of(self.text);
        if word == "," && token.shape == Shape::Mark && outside && self.ends != Ends::Lines {
            return self.comma(token);
        }
        if !self.content && word == "@" {
            self.attribute = true;
            self.decorated = true;
        }
        if !self.attribute {
            self.begin(token, word, cuts);
        }
        if outside {
            self.goes_on = self.asks_for_more(token, word);
        }
        false
    }

    /// A comma outside of brackets: says whether the member ends with it.
    fn comma(&mut self, token: Token) -> bool {
        let rest = self.text.get(token.end..).unwrap_or("").trim_start_matches([' ', '\t']);
        let listed = self.sentence && !rest.starts_with(['\n', '\r', '/', '}']) && !begins_member(rest);
        let own = (self.own_commas > 0 || listed) && !rest.is_empty();
        self.own_commas = self.own_commas.saturating_sub(1);
        self.goes_on = own;
        !own
    }

    /// The first content of a member says what it is.
    fn begin(&mut self, token: Token, word: &str, cuts: &mut Vec<Cut>) {
        if !self.content {
            let rest = self.text.get(token.start..).unwrap_or("");
            let lines = self.ends != Ends::Commas;
            if !self.decorated && lines && belongs_before(token, word, rest) {
                self.rejoin(cuts);
            }
            let after = self.text.get(token.end..).unwrap_or("");
            if token.shape == Shape::Name && (lines || word == "for") {
                self.own_commas = own_commas(word, after);
                self.sentence = lines && begins_sentence(word, after);
            }
        }
        self.content = true;
    }

    /// The sides of a merge stay together.
    fn begin_merge(&mut self, token: Token) {
        if self.merge != usize::MAX && token.start >= self.merge && token.of(self.text).starts_with("<<<<<<<") {
            let rest = self.text.get(token.end..).unwrap_or("");
            self.merge = rest.find("\n>>>>>>>").map_or(usize::MAX, |at| token.end + at + 1);
        }
    }

    /// What no member begins with belongs to the one before, as its author meant it: an `else`, an operator, a `{`.
    fn rejoin(&mut self, cuts: &mut Vec<Cut>) {
        let follows = cuts.last().is_some_and(|last| last.range.end == self.start && last.range.start < self.start);
        if follows && let Some(last) = cuts.pop() {
            self.start = last.range.start;
            self.clean &= last.clean;
        }
    }

    fn asks_for_more(&mut self, token: Token, word: &str) -> bool {
        match (token.shape, word) {
            (Shape::Name, _) => {
                let bracket = self.text.get(token.end..token.end + 1) == Some("<");
                self.secret |= word == "Secret" && bracket;
                if bracket && foreign_type::takes_pair(word) {
                    self.own_commas = self.own_commas.saturating_add(1);
                    self.secret = true;
                }
                matches!(word, "then" | "else")
            }
            (Shape::Mark, ">") => !std::mem::take(&mut self.secret),
            (Shape::Mark, _) => words::GOES_ON.contains(&word),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        items(text).into_iter().map(|cut| &text[cut.range]).collect()
    }

    #[test]
    fn items_end_with_their_line() {
        assert_eq!(pieces("a = 1\nb = 2 +\n 3\n\nc d {\n x = 1\n}\n"), ["a = 1\n", "b = 2 +\n 3\n", "\nc d {\n x = 1\n}\n"]);
        assert_eq!(pieces("/// doc\n@was(x)\n// more\nlet a = 1\nlet b = 2"), [
            "/// doc\n@was(x)\n// more\nlet a = 1\n",
            "let b = 2"
        ]);
        assert_eq!(pieces("param a: Secret<String>\nparam b: Int"), ["param a: Secret<String>\n", "param b: Int"]);
    }

    #[test]
    fn an_unclosed_item_ends_where_the_next_begins() {
        assert_eq!(pieces("a b {\n x = 1\n\n/// doc\nc d {}\n"), ["a b {\n x = 1\n\n", "/// doc\nc d {}\n"]);
    }

    #[test]
    fn what_cannot_begin_a_member_belongs_to_the_one_before() {
        assert_eq!(pieces("if a {\n}\nelse {\n}\n"), ["if a {\n}\nelse {\n}\n"]);
        assert_eq!(pieces("let a = b\n  + c\n"), ["let a = b\n  + c\n"]);
    }

    #[test]
    fn a_bracket_too_many_is_named() {
        let text = "a b {\n x { y = 1 } }\n z = 2\n}\nc d {}\n";
        let cuts = items(text);
        assert_eq!(cuts.len(), 2);
        assert_eq!(cuts[0].extra, Some(19));
    }
}
