//! A whole file: its items, each with its own text and tree, and what an edit leaves of them.

use std::ops::Range;
use std::sync::Arc;

use cloudc_base::{FileId, Finding};
use rayon::prelude::*;

use crate::cut::{self, Cut};
use crate::item::{self, Reading};
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
/// Items are shared: after an edit, all but those it touched are the ones from before.
#[derive(Debug, Clone)]
pub struct File {
    items: Vec<Arc<Parsed>>,
    starts: Vec<usize>,
}

#[derive(Debug, PartialEq, Eq)]
struct Parsed {
    cut_clean: bool,
    reading: Reading,
}

impl Parsed {
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
        let parse = |cut: &Cut| Arc::new(parsed(text, cut));
        let items = if text.len() < PARALLEL {
            cuts.iter().map(parse).collect()
        } else {
            in_pool(|| cuts.par_iter().with_min_len(16).map(parse).collect())
        };
        File::of(items)
    }

    fn of(items: Vec<Arc<Parsed>>) -> File {
        let mut at = 0;
        let starts = items.iter().map(|item| {
            let start = at;
            at += item.text().len();
            start
        });
        let starts = starts.collect();
        File { items, starts }
    }

    /// The items in order.
    pub fn items(&self) -> impl Iterator<Item = Item<'_>> {
        self.items.iter().zip(&self.starts).map(|(item, &start)| Item { start, tree: &item.reading.tree })
    }

    /// What is wrong with the text, in order; spans are in `file`.
    pub fn findings(&self, file: FileId) -> Vec<Finding> {
        let items = self.items.iter().zip(&self.starts);
        items.flat_map(|(item, &at)| item.reading.findings.iter().map(move |f| f.clone().moved(file, at as u32))).collect()
    }

    /// Whether nothing is wrong with the text.
    pub fn is_sound(&self) -> bool {
        self.items.iter().all(|item| item.reading.findings.is_empty())
    }

    /// The text, put together from the trees.
    pub fn text(&self) -> String {
        self.items.iter().flat_map(|item| item.reading.tree.pieces()).map(|piece| piece.text.to_owned()).collect()
    }

    /// The length of the text in bytes.
    pub fn len(&self) -> usize {
        self.items.last().zip(self.starts.last()).map_or(0, |(item, start)| start + item.text().len())
    }

    /// Whether the file has no text at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Makes one replacement and reads again what it touched. `None` if the range does not fit the text.
    ///
    /// The result is what [`File::parse`] gives for the new text. Usually one item is read; where brackets stop
    /// fitting, the rest of the file is cut again.
    #[must_use]
    pub fn edit(&self, splice: &Splice) -> Option<File> {
        if splice.range.end > self.len() || splice.range.start > splice.range.end {
            return None;
        }
        let touched = self.starts.partition_point(|&start| start <= splice.range.start).saturating_sub(1);
        let first = touched.saturating_sub(1);
        let last = self.starts.partition_point(|&start| start <= splice.range.end).max(touched + 1);
        let sound = self.items.iter().all(|item| item.cut_clean);
        let next = (last + 1).min(self.items.len());
        let text = self.spliced(first..next, splice)?;
        let cuts = cut::items(&text);
        let settled = sound && cuts.iter().all(|cut| cut.clean) && self.same_end(&text, &cuts, next);
        if settled {
            return Some(self.with(first..next, &text, &cuts));
        }
        let text = self.spliced(0..self.items.len(), splice)?;
        let cuts = cut::items(&text);
        Some(self.with(0..self.items.len(), &text, &cuts))
    }

    /// The new text of some items.
    fn spliced(&self, items: Range<usize>, splice: &Splice) -> Option<String> {
        let start = self.starts.get(items.start).copied().unwrap_or(0);
        let mut text: String = self.items.get(items)?.iter().map(|item| item.text()).collect();
        let range = splice.range.start - start..splice.range.end - start;
        let fits = text.is_char_boundary(range.start) && text.is_char_boundary(range.end);
        fits.then(|| text.replace_range(range, &splice.text))?;
        Some(text)
    }

    /// Whether the last cut is the untouched item before `next`, so that what follows is cut as before.
    fn same_end(&self, text: &str, cuts: &[Cut], next: usize) -> bool {
        let at_end = next == self.items.len();
        let old = next.checked_sub(1).and_then(|index| self.items.get(index));
        let new = cuts.last().and_then(|cut| text.get(cut.range.clone()));
        at_end || (cuts.len() > 1 && old.zip(new).is_some_and(|(old, new)| old.text() == new))
    }

    /// The file with some items replaced by what `cuts` of `text` give; equal items are kept.
    fn with(&self, replaced: Range<usize>, text: &str, cuts: &[Cut]) -> File {
        let old = self.items.get(replaced.clone()).unwrap_or(&[]);
        let head = cuts.iter().zip(old).take_while(|(cut, item)| same(text, cut, item)).count();
        let rest = cuts.len().min(old.len()) - head;
        let tail = cuts.iter().rev().zip(old.iter().rev()).take(rest).take_while(|(cut, item)| same(text, cut, item)).count();
        let fresh = cuts.get(head..cuts.len() - tail).unwrap_or(&[]);
        let fresh: Vec<Arc<Parsed>> = fresh.iter().map(|cut| Arc::new(parsed(text, cut))).collect();
        let mut items = self.items.clone();
        items.splice(replaced.start + head..replaced.end - tail, fresh);
        File::of(items)
    }
}

fn same(text: &str, cut: &Cut, item: &Parsed) -> bool {
    cut.clean && item.cut_clean && text.get(cut.range.clone()) == Some(item.text())
}

fn parsed(text: &str, cut: &Cut) -> Parsed {
    let reading = item::read(text.get(cut.range.clone()).unwrap_or(""), cut);
    Parsed { cut_clean: cut.clean, reading }
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
