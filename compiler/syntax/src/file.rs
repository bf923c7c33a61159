//! A whole file: its items, each with its own text and tree, and what an edit leaves of them.

use std::ops::Range;
use std::sync::Arc;

use cloudc_base::{FileId, Finding};
use rayon::prelude::*;

use crate::cut::{self, Cut};
use crate::item::{self, Reading};
use crate::mistakes;
use crate::recover::Budget;
use crate::tree::Tree;

/// An item in its file.
#[derive(Debug, Clone)]
pub struct Item<'f> {
    /// Its first byte in the file.
    pub start: usize,
    /// Its tree; offsets in it count from `start`.
    pub tree: &'f Tree,
}

/// One replacement of text in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// The bytes to take out.
    pub range: Range<usize>,
    /// What to put there.
    pub text: String,
}

/// A parsed file.
///
/// A clone shares the items; an edit replaces only those it touches.
#[derive(Debug, Clone, Default)]
pub struct File {
    slots: Vec<Slot>,
    /// How many items the lexer found out of order: while there are any, where items end may depend on all of them.
    unclean: usize,
    /// What recovery cost. Beyond the budget, what an item gives depends on those before it.
    spent: usize,
}

/// An item and where it stands. What an edit of another item needs is here and not behind the pointer.
#[derive(Debug, Clone)]
struct Slot {
    start: usize,
    len: usize,
    clean: bool,
    /// What recovery cost.
    spent: usize,
    reading: Arc<Reading>,
}

impl Slot {
    fn new(cut: &Cut, reading: Reading, spent: usize) -> Slot {
        Slot { start: cut.range.start, len: cut.range.len(), clean: cut.clean, spent, reading: Arc::new(reading) }
    }

    /// An item that reads as it stands.
    fn read(text: &str, cut: &Cut) -> Option<Slot> {
        item::read(text.get(cut.range.clone())?, cut).map(|reading| Slot::new(cut, reading, 0))
    }

    /// An item that does not.
    fn recover(text: &str, cut: &Cut, budget: &mut Budget) -> Slot {
        let before = budget.spent();
        let reading = item::recover(text.get(cut.range.clone()).unwrap_or(""), cut, budget);
        Slot::new(cut, reading, budget.spent() - before)
    }

    fn text(&self) -> &str {
        self.reading.tree.text()
    }
}

/// Files at least this long are read on all cores.
const PARALLEL: usize = 1 << 16;

impl File {
    /// Reads a text: every text gives a file, and a mistake gives a finding.
    pub fn parse(text: &str) -> File {
        let cuts = cut::items(text);
        let read = |cut: &Cut| Slot::read(text, cut);
        let slots: Vec<Option<Slot>> = if text.len() < PARALLEL {
            cuts.iter().map(read).collect()
        } else {
            in_pool(|| cuts.par_iter().with_min_len(16).map(read).collect())
        };
        // Recovery goes in order: what it may cost is counted over the file, and must not depend on threads.
        let mut budget = Budget::of(text.len());
        let slots =
            cuts.iter().zip(slots).map(|(cut, slot)| slot.unwrap_or_else(|| Slot::recover(text, cut, &mut budget)));
        let slots: Vec<Slot> = slots.collect();
        let (unclean, spent) = counts(&slots);
        File { slots, unclean, spent }
    }

    /// The items in order.
    pub fn items(&self) -> impl Iterator<Item = Item<'_>> {
        self.slots.iter().map(|slot| Item { start: slot.start, tree: &slot.reading.tree })
    }

    /// What is wrong with the text, in order; spans are in `file`.
    pub fn findings(&self, file: FileId) -> Vec<Finding> {
        let moved = |slot: &Slot, finding: &Finding| finding.clone().moved(file, slot.start as u32);
        let mut findings = Vec::new();
        // How far a block is indented that was meant by its indentation, and whose members follow from that mistake.
        let mut block: Option<usize> = None;
        for slot in &self.slots {
            let member =
                block.is_some_and(|block| indent(slot.text(), slot.text().len()).is_none_or(|own| own > block));
            if !member {
                findings.extend(slot.reading.findings.iter().map(|finding| moved(slot, finding)));
                let colon = slot.reading.findings.iter().find(|finding| mistakes::missing_block::is_colon(finding));
                block = colon.and_then(|finding| indent(slot.text(), finding.primary.span.start as usize));
            }
        }
        findings
    }

    /// Whether the grammar reads every item as it stands; what is said may still mean nothing.
    pub fn is_whole(&self) -> bool {
        self.spent == 0
    }

    /// Whether nothing is wrong with the text.
    pub fn is_sound(&self) -> bool {
        self.slots.iter().all(|slot| slot.reading.findings.is_empty())
    }

    /// The text, put together from the trees.
    pub fn text(&self) -> String {
        self.slots.iter().flat_map(|slot| slot.reading.tree.pieces()).map(|piece| piece.text).collect()
    }

    /// The length of the text in bytes.
    pub fn len(&self) -> usize {
        self.slots.last().map_or(0, |slot| slot.start + slot.len)
    }

    /// Whether the file has no text at all.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Makes one replacement and reads again what it touched.
    ///
    /// The file is then what [`File::parse`] gives for the new text. Usually one item is read; where brackets do not
    /// fit, the file is cut again and the items that changed are read.
    ///
    /// # Errors
    /// The file is left as it was if the range is not one of this text.
    pub fn edit(&mut self, splice: &Splice) -> Result<(), OutOfText> {
        if splice.range.end > self.len() || splice.range.start > splice.range.end {
            return Err(OutOfText);
        }
        let touched = |at: usize| self.slots.partition_point(|slot| slot.start <= at);
        let first = touched(splice.range.start).saturating_sub(2);
        let next = (touched(splice.range.end) + 1).min(self.slots.len());
        let text = self.spliced(first..next, splice).ok_or(OutOfText)?;
        let cuts = cut::items(&text);
        let local = self.unclean == 0 && cuts.iter().all(|cut| cut.clean) && self.ends_as_before(&text, &cuts, next);
        if local && self.replace(first..next, &text, &cuts) {
            return Ok(());
        }
        let text = self.spliced(0..self.slots.len(), splice).ok_or(OutOfText)?;
        if !self.replace(0..self.slots.len(), &text, &cut::items(&text)) {
            *self = File::parse(&text);
        }
        Ok(())
    }

    /// The new text of some items.
    fn spliced(&self, items: Range<usize>, splice: &Splice) -> Option<String> {
        let slots = self.slots.get(items)?;
        let start = slots.first().map_or(0, |slot| slot.start);
        let mut text: String = slots.iter().map(Slot::text).collect();
        let range = splice.range.start - start..splice.range.end - start;
        let fits = text.is_char_boundary(range.start) && text.is_char_boundary(range.end);
        fits.then(|| text.replace_range(range, &splice.text))?;
        Some(text)
    }

    /// Whether the last cut is the untouched item before `next`, so that what follows is cut as before.
    fn ends_as_before(&self, text: &str, cuts: &[Cut], next: usize) -> bool {
        let at_end = next == self.slots.len();
        let old = next.checked_sub(1).and_then(|index| self.slots.get(index));
        let new = cuts.last().and_then(|cut| text.get(cut.range.clone()));
        at_end || (cuts.len() > 1 && old.zip(new).is_some_and(|(old, new)| old.text() == new))
    }

    /// Replaces some items by what `cuts` of `text` give; items that are the same are kept.
    ///
    /// Changes nothing and gives false where the budget of recovery decides what items give.
    fn replace(&mut self, replaced: Range<usize>, text: &str, cuts: &[Cut]) -> bool {
        let old = self.slots.get(replaced.clone()).unwrap_or(&[]);
        let start = old.first().map_or(0, |slot| slot.start);
        let head = cuts.iter().zip(old).take_while(|(cut, slot)| same(text, cut, slot)).count();
        let rest = cuts.len().min(old.len()) - head;
        let tail =
            cuts.iter().rev().zip(old.iter().rev()).take(rest).take_while(|(cut, slot)| same(text, cut, slot)).count();
        let changed = replaced.start + head..replaced.end - tail;
        let gone = self.slots.get(changed.clone()).unwrap_or(&[]);
        let len = self.len() + text.len() - old.iter().map(|slot| slot.len).sum::<usize>();
        let mut budget = Budget::of(len);
        let fresh = cuts.get(head..cuts.len() - tail).unwrap_or(&[]).iter();
        let fresh: Vec<Slot> =
            fresh.map(|cut| Slot::read(text, cut).unwrap_or_else(|| Slot::recover(text, cut, &mut budget))).collect();
        let spent = self.spent - gone.iter().map(|slot| slot.spent).sum::<usize>() + budget.spent();
        if self.spent >= Budget::of(self.len()).left() || spent >= Budget::of(len).left() {
            return false;
        }
        let mut at = start + cuts.get(..head).unwrap_or(&[]).iter().map(|cut| cut.range.len()).sum::<usize>();
        let first = changed.start;
        self.slots.splice(changed, fresh);
        for slot in self.slots.get_mut(first..).unwrap_or_default() {
            slot.start = at;
            at += slot.len;
        }
        (self.unclean, self.spent) = counts(&self.slots);
        true
    }
}

/// How many blanks stand before the last line of a text, as far as `end`, that has something on it; none if there is no such.
fn indent(text: &str, end: usize) -> Option<usize> {
    let mut lines =
        text.get(..end)?.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"));
    lines.next_back().map(|line| line.len() - line.trim_start().len())
}

/// How many items the lexer found out of order, and what recovery cost.
fn counts(slots: &[Slot]) -> (usize, usize) {
    (slots.iter().filter(|slot| !slot.clean).count(), slots.iter().map(|slot| slot.spent).sum())
}

/// An edit whose range is not one of the text, or cuts a character in two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfText;

fn same(text: &str, cut: &Cut, slot: &Slot) -> bool {
    cut.clean && slot.clean && cut.range.len() == slot.len && text.get(cut.range.clone()) == Some(slot.text())
}

/// Runs on threads whose stacks hold the deepest program; where threads are not to be had, here.
fn in_pool<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    static POOL: std::sync::OnceLock<Option<rayon::ThreadPool>> = std::sync::OnceLock::new();
    let pool = POOL.get_or_init(|| rayon::ThreadPoolBuilder::new().stack_size(8 << 20).build().ok());
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}
