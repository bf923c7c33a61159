//! What could not be repaired becomes a hole, as small as will do.

use std::ops::Range;

use super::Recovery;
use super::groups::{Group, first_content, top_level_equals};
use crate::grammar::{HOLE, Piece};
use crate::layers::Layers;
use crate::lexer::{Lexer, Shape};
use crate::shadow::Repair;

/// How long a text may be before it is left out.
const DULL: usize = 200;

impl Recovery<'_, '_> {
    /// Gives a piece up: of the repairs since the one at index `made`, those inside its brackets are kept.
    pub(super) fn give_up(&mut self, piece: Piece, range: Range<usize>, groups: &[Group], made: usize) {
        self.keep_inside(groups, made);
        let text = self.slice(range.clone()).to_owned();
        for option in options(piece, &text, range.start, groups) {
            let covers = |range: &Range<usize>| option.iter().any(|repair| within(range, &repair.range));
            let local = option.iter().map(|repair| shifted(repair, range.start));
            let others = groups.iter().filter(|group| !covers(&group.inside)).map(|group| group.hole(range.start));
            let repairs: Vec<Repair> = local.chain(others).collect();
            let mut shell = Layers::new(&text.as_str().into());
            shell.push(&repairs);
            if self.budget.fits(piece, shell.text()) {
                let since = self.mended.repairs.split_off(made.min(self.mended.repairs.len()));
                self.mended.repairs.extend(since.into_iter().filter(|repair| !covers(&repair.range)));
                self.mended.repairs.extend(option);
                return;
            }
        }
    }

    fn keep_inside(&mut self, groups: &[Group], made: usize) {
        let since = self.mended.repairs.split_off(made.min(self.mended.repairs.len()));
        let kept = since.into_iter().filter(|repair| {
            let before = groups.partition_point(|group| group.inside.start <= repair.range.start);
            let group = before.checked_sub(1).and_then(|index| groups.get(index));
            group.is_some_and(|group| within(&repair.range, &group.inside))
        });
        self.mended.repairs.extend(kept);
    }
}

/// The holes to try: the value of an assignment, the head of a block, the whole.
fn options(piece: Piece, text: &str, begin: usize, groups: &[Group]) -> Vec<Vec<Repair>> {
    let start = begin + text.len() - text.trim_start().len();
    let end = (begin + text.trim_end().len()).max(start);
    let first = first_content(text).map_or(start, |at| begin + at).min(end);
    let mut options = Vec::new();
    if piece == Piece::Members {
        if let Some(equals) = top_level_equals(text) {
            options.push(vec![Repair::new(begin + equals + 1..end, format!(" {HOLE}"))]);
        }
        let opens = |group: &&Group| text.get(group.open.start - begin..).is_some_and(|rest| rest.starts_with('{'));
        if let Some(body) = groups.iter().rev().find(opens) {
            let close = body.inside.end + 1;
            options.push(vec![Repair::new(first..body.open.start, HOLE), Repair::new(close..end.max(close), "")]);
        }
    }
    options.push(vec![Repair::new(first..end, HOLE)]);
    options.push(vec![Repair::new(start..end, HOLE)]);
    options
}

fn shifted(repair: &Repair, by: usize) -> Repair {
    Repair::new(repair.range.start - by..repair.range.end - by, repair.text.clone())
}

pub(super) fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Long texts and comments outside of brackets, left out: they cannot be wrong, and take long to read.
pub(super) fn dull(text: &str) -> Vec<Repair> {
    let mut lexer = Lexer::new(text, 0);
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
