use std::ops::Range;

use super::headers::{begins_member, begins_sentence, belongs_before, own_commas};
use super::{Cut, Ends, MAX_DEPTH};
use crate::lexer::{Lexer, Shape, Token};
use crate::mistakes::foreign_type;
use crate::words;

/// Walks over a text and ends a member where D10 says.
pub(super) struct Cutter<'t> {
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
    pub(super) fn new(text: &'t str, range: Range<usize>, ends: Ends) -> Cutter<'t> {
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
    pub(super) fn run(&mut self, cuts: &mut Vec<Cut>) -> Option<usize> {
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
            Shape::Newline | Shape::Blank => {
                self.attribute &= !outside;
                return token.shape == Shape::Newline && outside && self.ends_with_line(token);
            }
            Shape::Comment | Shape::Doc => return false,
            Shape::Hash | Shape::Slashes => {
                self.clean = false;
                self.begin_merge(token);
                return false;
            }
            Shape::Broken | Shape::Foreign | Shape::Strange | Shape::Stray | Shape::Skip => self.clean = false,
            Shape::Open | Shape::Hook => self.clean &= self.lexer.depth() <= MAX_DEPTH,
            Shape::Name
            | Shape::Number
            | Shape::Mark
            | Shape::Close
            | Shape::Quote
            | Shape::Unquote
            | Shape::Text
            | Shape::Escape
            | Shape::Unhook => {}
        }
        self.take(token, outside, cuts)
    }

    fn ends_with_line(&self, token: Token) -> bool {
        let merging = token.start < self.merge && self.merge != usize::MAX;
        self.content && !self.goes_on && !merging && self.ends != Ends::Commas
    }

    /// A token that is no blank, comment or line end.
    fn take(&mut self, token: Token, outside: bool, cuts: &mut Vec<Cut>) -> bool {
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
