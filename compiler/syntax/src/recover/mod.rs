//! What an item still means when parts of it do not read.
//!
//! A text that does not read is taken apart along its brackets, outside in: what stands around a bracket is read with a
//! hole in the bracket's place, then what stands inside is taken member by member. So every mistake is met where it
//! is, its neighbours are not touched, and each is repaired in a shadow of the text by what its message advises.

mod budget;
mod groups;
mod holes;

use std::ops::Range;

use cloudc_base::{FileId, Finding, Span};

pub(crate) use budget::Budget;
use groups::{Group, Head, groups};

use crate::cut::{self, Ends};
use crate::grammar::{Piece, Stop};
use crate::item::Mended;
use crate::layers::Layers;
use crate::lexer::{Lexer, Token};
use crate::mistakes::{
    self, Failure, Found, bracket_content, comprehension_form, dollar, extra_comma, foreign_word, missing_equals,
    too_many,
};
use crate::shadow::Repair;

/// Finds what is wrong in the text of an item whose brackets fit, and the repairs after which it reads.
pub(crate) fn members(text: &str, budget: &mut Budget) -> Mended {
    let mut recovery = Recovery { text, mended: Mended::default(), budget };
    recovery.pieces(Piece::Members, 0..text.len(), true);
    recovery.mended
}

/// How many mistakes of one line are followed up before the rest of it is given up.
const ROUNDS: usize = 6;

struct Recovery<'t, 'b> {
    text: &'t str,
    mended: Mended,
    budget: &'b mut Budget,
}

impl Recovery<'_, '_> {
    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    /// Everything that stands in one bracket, or in the item.
    fn pieces(&mut self, piece: Piece, range: Range<usize>, declares: bool) {
        let whole = range == (0..self.text.len());
        let ends = match piece {
            _ if whole => Ends::Lines,
            Piece::Members | Piece::Field => Ends::LinesAndCommas,
            Piece::Element | Piece::Argument | Piece::Type => Ends::Commas,
        };
        self.budget.look(range.len());
        if !whole && self.backwards(piece, range.clone(), declares) {
            return;
        }
        for cut in cut::within(self.text, range.clone(), ends) {
            if self.budget.is_spent() {
                return self.leave(piece, cut.range.start..range.end);
            }
            let text = self.slice(cut.range.clone()).to_owned();
            let piece_text = text.trim_end().strip_suffix(',').unwrap_or(&text);
            let start = cut.range.start;
            let comma = piece_text.len() < text.trim_end().len();
            if is_blank(piece_text) && (piece != Piece::Members || comma) {
                self.blank_piece(start + piece_text.len());
            } else if !self.budget.fits(piece, piece_text) {
                self.piece(piece, start..start + piece_text.len(), declares);
            }
        }
    }

    /// Leaves the rest unread: the budget is spent.
    fn leave(&mut self, piece: Piece, rest: Range<usize>) {
        if self.budget.ends_now() {
            self.mended.findings.push(too_many::finding(Span::new(FileId::ROOT, rest.start as u32, rest.end as u32)));
        }
        self.give_up(piece, rest, &[], self.mended.repairs.len());
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
        if !matches!(piece, Piece::Members | Piece::Element) || !odd {
            return false;
        }
        let failure = Failure::new(piece, text, Stop::nowhere(), declares);
        let found = comprehension_form::backwards(&failure).or_else(|| dollar::doubled_braces(&failure));
        self.budget.look(range.len());
        found.is_some_and(|found| self.note(found, range.start))
    }

    /// Takes over a finding and its repairs, made in text that begins at `start`.
    fn note(&mut self, found: Found, start: usize) -> bool {
        self.mended.findings.push(found.finding.moved(FileId::ROOT, start as u32));
        self.mended.repairs.extend(found.repairs.into_iter().map(|repair| repair.moved(start)));
        true
    }

    /// One piece that does not read.
    fn piece(&mut self, piece: Piece, range: Range<usize>, declares: bool) {
        self.budget.look(range.len());
        let text = self.slice(range.clone()).to_owned();
        let whole = Failure::new(piece, &text, Stop::nowhere(), declares);
        if let Some(found) = foreign_word::block(&whole).or_else(|| missing_equals::output(&whole)) {
            self.note(found, range.start);
            return;
        }
        let groups = groups(&text, range.start);
        let holes = groups.iter().map(|group| group.hole(range.start)).chain(holes::dull(&text));
        let mut shell = Layers::new(&text.as_str().into());
        shell.push(&holes.collect::<Vec<Repair>>());
        let (known, first) = (self.mended.findings.len(), self.mended.repairs.len());
        let sound = self.mend(piece, &mut shell, range.start, declares);
        let context = Context { piece, range: range.clone(), groups: &groups, head: Head::of(&text, range.start) };
        let made: Vec<Range<usize>> =
            self.mended.repairs.iter().skip(first).map(|repair| repair.range.clone()).collect();
        for (index, group) in groups.iter().enumerate() {
            let gone = made.iter().find(|range| !range.is_empty() && holes::within(&group.opener(), range));
            match gone {
                Some(range) if range.end >= group.inside.end => {}
                Some(_) => self.pieces(Piece::Element, group.inside.clone(), false),
                None => self.group(&context, index, sound && known == self.mended.findings.len()),
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
            if self.budget.fits(piece, &text) {
                return true;
            }
            let Err(stop) = self.budget.read(piece, &text) else { return true };
            let at = shell.origin(stop.at..stop.at).0;
            if reached.is_some_and(|before| at <= before || self.budget.is_spent()) {
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
            let home = found.repairs.iter().map(|repair| shell.home_repair(repair.clone()).moved(start));
            self.mended.repairs.extend(home);
            shell.push(&found.repairs);
        }
        false
    }

    fn report(&mut self, shell: &Layers, finding: Finding, start: usize) {
        let finding = shell.home(finding).moved(FileId::ROOT, start as u32);
        self.mended.findings.push(finding);
    }

    /// What stands in one bracket, if that is where the mistake is. `judged`: everything around it reads.
    fn group(&mut self, context: &Context<'_>, index: usize, judged: bool) {
        let Some(group) = context.groups.get(index) else { return };
        if judged && self.reads_with(context, index) {
            return;
        }
        let known = self.mended.findings.len();
        if !is_blank(self.slice(group.inside.clone())) {
            let inner = context.head.inside(context.piece, group, self.text);
            self.pieces(inner, group.inside.clone(), context.head.declares());
        }
        if judged && known == self.mended.findings.len() {
            // Each part of what stands in the bracket reads, and together they do not.
            let found = bracket_content::found(group.open.of(self.text), self.slice(group.inside.clone()));
            self.note(found, group.open.start);
        }
    }

    /// Whether a piece reads with the content of one of its brackets, the others holed.
    fn reads_with(&mut self, context: &Context<'_>, index: usize) -> bool {
        let start = context.range.start;
        let others = context.groups.iter().enumerate().filter(|&(other, _)| other != index);
        let holes: Vec<Repair> = others.map(|(_, other)| other.hole(start)).collect();
        let mut alone = Layers::new(&self.slice(context.range.clone()).into());
        alone.push(&holes);
        self.budget.fits(context.piece, alone.text())
    }
}

/// A piece that was taken apart.
struct Context<'g> {
    piece: Piece,
    range: Range<usize>,
    groups: &'g [Group],
    head: Head,
}

fn is_blank(text: &str) -> bool {
    Lexer::new(text, 0).all(Token::is_trivia)
}
