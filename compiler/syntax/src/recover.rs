//! What an item still means when parts of it do not read.
//!
//! A text that does not read is taken apart along its brackets, outside in: what stands around a bracket is read with a
//! hole in the bracket's place, then what stands inside is taken member by member. So every mistake is met where it
//! is, its neighbours are not touched, and each is repaired in a shadow of the text by what its message advises.

use std::ops::Range;

use cloudc_base::{FileId, Finding, Span};

use crate::cut::{self, Ends};
use crate::grammar::{self, HOLE, Piece};
use crate::item::Mended;
use crate::layers::Layers;
use crate::lexer::{Shape, Token};
use crate::mistakes::{self, Failure, Found, bracket_content, comprehension_form, dollar, extra_comma, foreign_word};
use crate::shadow::Repair;

/// Finds what is wrong in the text of an item whose brackets fit, and the repairs after which it reads.
pub(crate) fn members(text: &str) -> Mended {
    let mut recovery = Recovery { text, mended: Mended::default(), credit: 8 * text.len() + (1 << 16) };
    recovery.pieces(Piece::Members, 0..text.len(), true);
    recovery.mended
}

/// How many mistakes of one line are followed up before the rest of it is given up.
const ROUNDS: usize = 6;

/// How long a text may be before it is left out.
const DULL: usize = 200;

struct Recovery<'t> {
    text: &'t str,
    mended: Mended,
    /// Bytes that may still be read: recovery stays linear, whatever is written.
    credit: usize,
}

/// A bracket within a piece, and what stands in it.
#[derive(Debug, Clone)]
struct Group {
    open: Token,
    inside: Range<usize>,
}

impl Recovery<'_> {
    fn read(&mut self, piece: Piece, text: &str) -> Result<(), grammar::Stop> {
        self.credit = self.credit.saturating_sub(text.len());
        grammar::read(piece, text)
    }

    fn fits(&mut self, piece: Piece, text: &str) -> bool {
        self.credit = self.credit.saturating_sub(text.len());
        grammar::fits(piece, text)
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    /// Everything that stands in one bracket, or in the item.
    fn pieces(&mut self, piece: Piece, range: Range<usize>, declares: bool) {
        let ends = match piece {
            Piece::Members | Piece::Field => Ends::LinesAndCommas,
            Piece::Element | Piece::Argument | Piece::Type => Ends::Commas,
        };
        let whole = range == (0..self.text.len());
        if !whole && self.backwards(piece, range.clone(), declares) {
            return;
        }
        let cuts = cut::within(self.text, range, if whole { Ends::Lines } else { ends });
        for cut in cuts {
            let text = self.slice(cut.range.clone()).to_owned();
            let piece_text = text.trim_end().strip_suffix(',').unwrap_or(&text);
            if is_blank(piece_text) && (piece != Piece::Members || piece_text.len() < text.trim_end().len()) {
                self.blank_piece(cut.range.start + piece_text.len());
                continue;
            }
            if !self.fits(piece, piece_text) {
                let start = cut.range.start;
                self.piece(piece, start..start + piece_text.len(), declares);
            }
        }
    }

    /// Nothing but a comma stands here.
    fn blank_piece(&mut self, comma: usize) {
        if self.slice(comma..comma + 1) == "," {
            self.note(extra_comma::found(), comma);
        }
    }

    /// What is made by a loop and written the wrong way round may have commas in it: seen before it is cut.
    fn backwards(&mut self, piece: Piece, range: Range<usize>, declares: bool) -> bool {
        let text = self.slice(range.clone());
        let odd = text.contains(" for ") || text.trim_start().starts_with('{');
        if self.credit < text.len() || !matches!(piece, Piece::Members | Piece::Element) || !odd {
            return false;
        }
        let failure = Failure::new(piece, text, grammar::Stop { at: 0, wanted: Vec::new() }, declares);
        let found = comprehension_form::backwards(&failure).or_else(|| dollar::doubled_braces(&failure));
        self.credit -= range.len();
        found.is_some_and(|found| self.note(found, range.start))
    }

    /// Takes over a finding and its repairs, made in text that begins at `start`.
    fn note(&mut self, found: Found, start: usize) -> bool {
        self.mended.findings.push(found.finding.moved(FileId::ROOT, start as u32));
        let moved = found.repairs.into_iter().map(|repair| Repair { range: repair.range.start + start..repair.range.end + start, ..repair });
        self.mended.repairs.extend(moved);
        true
    }

    /// One piece that does not read.
    fn piece(&mut self, piece: Piece, range: Range<usize>, declares: bool) {
        let groups = groups(self.slice(range.clone()), range.start);
        if self.credit == 0 {
            let span = Span::new(FileId::ROOT, range.start as u32, range.end as u32);
            self.mended.findings.push(mistakes::unreadable(span));
            return self.give_up(piece, range, &groups, self.mended.repairs.len());
        }
        let nowhere = grammar::Stop { at: 0, wanted: Vec::new() };
        let whole = Failure::new(piece, self.slice(range.clone()), nowhere, declares);
        if let Some(found) = foreign_word::block(&whole) {
            self.note(found, range.start);
            return;
        }
        let holes = groups.iter().map(|group| hole(group, range.start));
        let holes: Vec<Repair> = holes.chain(dull(self.slice(range.clone()))).collect();
        let mut shell = Layers::new(&self.slice(range.clone()).into());
        shell.push(&holes);
        let (known, first) = (self.mended.findings.len(), self.mended.repairs.len());
        let sound = self.mend(piece, &mut shell, range.start, declares);
        let head = Head::of(self.slice(range.clone()), range.start);
        let made: Vec<Range<usize>> = self.mended.repairs.iter().skip(first).map(|repair| repair.range.clone()).collect();
        for (index, group) in groups.iter().enumerate() {
            let open = group.open.start..group.open.end;
            let gone = made.iter().find(|range| range.start <= open.start && open.end <= range.end && !range.is_empty());
            match gone {
                Some(range) if range.end >= group.inside.end => {}
                Some(_) => self.pieces(Piece::Element, group.inside.clone(), false),
                None => {
                    let judged = sound && known == self.mended.findings.len() && self.credit > range.len();
                    self.group(piece, range.clone(), &groups, index, &head, judged);
                }
            }
        }
        if !sound {
            self.give_up(piece, range, &groups, first);
        }
    }

    /// Reads the text around the brackets and repairs it, mistake by mistake; says whether it reads in the end.
    fn mend(&mut self, piece: Piece, shell: &mut Layers, start: usize, declares: bool) -> bool {
        let mut reached = None;
        for round in 0..ROUNDS {
            let text = shell.text().to_owned();
            if self.fits(piece, &text) {
                return true;
            }
            let Err(stop) = self.read(piece, &text) else { return true };
            let at = shell.origin(stop.at..stop.at).0;
            if reached.is_some_and(|before| at <= before) || self.credit == 0 {
                return false;
            }
            reached = Some(at);
            let failure = Failure::new(piece, &text, stop, declares);
            let Some(found) = mistakes::recognise(&failure) else {
                if round == 0 {
                    self.report(shell, mistakes::unexpected(&failure), start);
                }
                return false;
            };
            self.report(shell, found.finding, start);
            for repair in &found.repairs {
                let home = shell.home_repair(repair.clone());
                let moved = home.range.start + start..home.range.end + start;
                self.mended.repairs.push(Repair::new(moved, home.text));
            }
            shell.push(&found.repairs);
        }
        false
    }

    fn report(&mut self, shell: &Layers, finding: Finding, start: usize) {
        let finding = shell.home(finding).moved(FileId::ROOT, start as u32);
        self.mended.findings.push(finding);
    }

    /// What stands in one bracket, if that is where the mistake is.
    fn group(&mut self, piece: Piece, range: Range<usize>, groups: &[Group], index: usize, head: &Head, judged: bool) {
        let Some(group) = groups.get(index) else { return };
        let blank = is_blank(self.slice(group.inside.clone()));
        if judged {
            self.credit -= range.len();
            let others = groups.iter().enumerate().filter(|&(other, _)| other != index);
            let holes: Vec<Repair> = others.map(|(_, other)| hole(other, range.start)).collect();
            let mut alone = Layers::new(&self.slice(range).into());
            alone.push(&holes);
            if self.fits(piece, alone.text()) {
                return;
            }
        }
        let known = self.mended.findings.len();
        if blank {
            return if judged { self.unfit(group) };
        }
        let inner = inner_piece(piece, head, group, self.text);
        self.pieces(inner, group.inside.clone(), matches!(head.word.as_str(), "component" | "if" | "for"));
        if judged && known == self.mended.findings.len() {
            self.unfit(group);
        }
    }

    /// Each part of what stands in a bracket reads, and together they do not.
    fn unfit(&mut self, group: &Group) {
        let found = bracket_content::found(group.open.of(self.text), self.slice(group.inside.clone()));
        self.note(found, group.open.start);
    }

    /// What could not be repaired becomes a hole, as small as will do.
    fn give_up(&mut self, piece: Piece, range: Range<usize>, groups: &[Group], first: usize) {
        let made = self.mended.repairs.split_off(first.min(self.mended.repairs.len()));
        let kept = made.into_iter().filter(|repair| {
            let before = groups.partition_point(|group| group.inside.start <= repair.range.start);
            let group = before.checked_sub(1).and_then(|index| groups.get(index));
            group.is_some_and(|group| within(&repair.range, &group.inside))
        });
        self.mended.repairs.extend(kept);
        let text = self.slice(range.clone()).to_owned();
        let lead = text.len() - text.trim_start().len();
        let (start, end) = (range.start + lead, range.start + text.trim_end().len());
        let first = first_content(&text).map_or(start, |at| range.start + at).min(end);
        let mut options = Vec::new();
        let body = groups.iter().rev().find(|group| group.open.of(self.text) == "{");
        if piece == Piece::Members {
            if let Some(equals) = top_level_equals(&text) {
                options.push(vec![Repair::new(range.start + equals + 1..end, format!(" {HOLE}"))]);
            }
            if let Some(body) = body {
                let close = body.inside.end + 1;
                options.push(vec![Repair::new(first..body.open.start, HOLE), Repair::new(close..end.max(close), "")]);
            }
        }
        options.push(vec![Repair::new(first..end, HOLE)]);
        options.push(vec![Repair::new(start..end, HOLE)]);
        let holes: Vec<Repair> = groups.iter().map(|group| hole(group, range.start)).collect();
        for option in options {
            let covers = |range: &Range<usize>| option.iter().any(|repair| within(range, &repair.range));
            let local = option.iter().map(|r| Repair::new(r.range.start - range.start..r.range.end - range.start, r.text.clone()));
            let open_holes = holes.iter().filter(|h| !covers(&(h.range.start + range.start..h.range.end + range.start)));
            let repairs: Vec<Repair> = local.chain(open_holes.cloned()).collect();
            let mut shell = Layers::new(&text.as_str().into());
            shell.push(&repairs);
            if grammar::fits(piece, shell.text()) {
                let made = self.mended.repairs.split_off(first.min(self.mended.repairs.len()));
                self.mended.repairs.extend(made.into_iter().filter(|repair| !covers(&repair.range)));
                self.mended.repairs.extend(option);
                return;
            }
        }
    }
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Long texts and comments outside of brackets, left out: they cannot be wrong, and take long to read.
fn dull(text: &str) -> Vec<Repair> {
    let mut lexer = crate::lexer::Lexer::new(text, 0);
    let mut dull = Vec::new();
    let mut bracket = 0usize;
    while let Some(token) = lexer.next() {
        match token.shape {
            Shape::Open if bracket == 0 => bracket = lexer.depth(),
            Shape::Close if lexer.depth() < bracket => bracket = 0,
            Shape::Text | Shape::Comment if bracket == 0 && token.end - token.start > DULL => {
                let lead = if token.shape == Shape::Comment { "//" } else { "" };
                dull.push(Repair::new(token.start..token.end, lead));
            }
            _ => {}
        }
    }
    dull
}

/// A hole in place of what stands in a bracket, counted from `start`.
fn hole(group: &Group, start: usize) -> Repair {
    Repair::new(group.inside.start - start..group.inside.end - start, HOLE)
}

/// The outermost brackets of a piece.
fn groups(text: &str, start: usize) -> Vec<Group> {
    let mut lexer = crate::lexer::Lexer::new(text, 0);
    let mut groups: Vec<Group> = Vec::new();
    let mut open = None;
    while let Some(token) = lexer.next() {
        match token.shape {
            Shape::Open if lexer.depth() == 1 => open = Some(token),
            Shape::Close if lexer.depth() == 0 => {
                if let Some(opener) = open.take() {
                    let open = Token { start: opener.start + start, end: opener.end + start, ..opener };
                    groups.push(Group { open, inside: open.end..token.start + start });
                }
            }
            _ => {}
        }
    }
    groups
}

/// What the beginning of a piece says about its brackets.
struct Head {
    word: String,
    /// Where its first `=` outside of brackets stands.
    equals: usize,
}

impl Head {
    fn of(text: &str, start: usize) -> Head {
        let equals = top_level_equals(text).map_or(usize::MAX, |at| start + at);
        Head { word: first_word(text).to_owned(), equals }
    }
}

/// What stands in a bracket: decided by the bracket, by the word before it, and by whether a type is wanted there.
fn inner_piece(piece: Piece, head: &Head, group: &Group, text: &str) -> Piece {
    let equals = head.equals < group.open.start;
    let in_type = match piece {
        Piece::Type => true,
        Piece::Field => !equals,
        Piece::Members => head.word == "param" && !equals || head.word == "type" && equals,
        Piece::Element | Piece::Argument => false,
    };
    match group.open.of(text) {
        "{" if in_type && is_fields(text.get(group.inside.clone()).unwrap_or("")) => Piece::Field,
        "{" if in_type => Piece::Type,
        "{" => Piece::Members,
        "[" if in_type => Piece::Type,
        "[" => Piece::Element,
        _ if head.word == "metric" && !equals => Piece::Field,
        _ => Piece::Argument,
    }
}

fn is_fields(inside: &str) -> bool {
    let mut tokens = crate::lexer::Lexer::new(inside, 0).filter(|token| !token.is_trivia()).skip(1);
    let first = tokens.next();
    first.is_some_and(|token| matches!(token.of(inside), ":" | "=") || token.shape == Shape::Name || token.of(inside) == ",")
        || inside.contains(':')
}

fn first_word(text: &str) -> &str {
    let at = first_content(text).unwrap_or(0);
    let rest = text.get(at..).unwrap_or("");
    rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("")
}

/// The first byte that is no blank, comment, documentation or attribute.
fn first_content(text: &str) -> Option<usize> {
    let mut lexer = crate::lexer::Lexer::new(text, 0);
    let mut attribute = false;
    while let Some(token) = lexer.next() {
        match token.shape {
            Shape::Blank | Shape::Newline if lexer.depth() == 0 => attribute = false,
            _ if token.is_trivia() || attribute => {}
            Shape::Mark if token.of(text) == "@" => attribute = true,
            _ => return Some(token.start),
        }
    }
    None
}

fn top_level_equals(text: &str) -> Option<usize> {
    let mut lexer = crate::lexer::Lexer::new(text, 0);
    while let Some(token) = lexer.next() {
        if lexer.depth() == 0 && token.shape == Shape::Mark && token.of(text) == "=" {
            return Some(token.start);
        }
    }
    None
}

fn is_blank(text: &str) -> bool {
    crate::lexer::Lexer::new(text, 0).all(Token::is_trivia)
}
