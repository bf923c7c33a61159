//! One item: read as it stands, or repaired, read again, and its mistakes named.

use std::ops::Range;
use std::sync::Arc;

use cloudc_base::{FileId, Finding, Span};

use crate::cut::Cut;
use crate::grammar::{self, Piece};
use crate::layers::Layers;
use crate::recover::Budget;
use crate::tree::Tree;
use crate::{brackets, chains, lexical, mistakes, recover, valid};

/// What reading an item gave: spans count from the item's first byte.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) tree: Tree,
    pub(crate) findings: Vec<Finding>,
}

/// Reads an item that has no mistake the grammar would stop at; `None` for one that has.
pub(crate) fn read(text: &str, cut: &Cut) -> Option<Reading> {
    let tree = if cut.clean { grammar::tree(&Arc::from(text)).ok()? } else { return None };
    if let Some(chain) = chains::too_long(&tree) {
        return Some(unread(tree.text(), vec![mistakes::too_deep::chain(chain)]));
    }
    let findings = valid::check(&tree);
    Some(Reading { tree, findings })
}

/// Reads an item that does not read as it stands, by repairing it.
///
/// Layers of repairs: what the lexer saw (characters and strings, then brackets), then what the grammar misses.
pub(crate) fn recover(text: &str, cut: &Cut, budget: &mut Budget) -> Reading {
    let text: &Arc<str> = &Arc::from(text);
    budget.begin(text.len());
    if budget.is_spent() {
        let whole = Span::new(FileId::ROOT, 0, text.len() as u32);
        let findings = if budget.ends_now() { vec![mistakes::too_many::finding(whole)] } else { Vec::new() };
        return Reading { tree: Tree::unread(text), findings };
    }
    let mut done = Done { layers: Layers::new(text), findings: Vec::new(), repaired: Vec::new(), doubtful: Vec::new() };
    if !cut.clean {
        done.characters();
        let extra = cut.extra.and_then(|at| done.layers.place(at - cut.range.start));
        let Some(brackets) = brackets::mend(done.layers.text(), extra) else {
            return unread(text, vec![done.layers.home(brackets::too_deep(done.layers.text()))]);
        };
        done.push(brackets);
    }
    let recovered = recover::members(done.layers.text(), budget);
    done.push(recovered);
    done.settle(budget);
    let layers = &done.layers;
    let Ok(tree) = grammar::tree_over(layers.text(), text, |start, end| layers.origin(start..end)) else {
        return unread(text, done.findings);
    };
    if let Some(chain) = chains::too_long(&tree) {
        return unread(text, vec![mistakes::too_deep::chain(chain)]);
    }
    let checked = valid::check(&tree).into_iter().filter(|finding| !done.knows(finding)).collect::<Vec<Finding>>();
    let mut findings = [done.findings, checked].concat();
    if findings.is_empty() {
        // It did not read: that is never passed over in silence, unless it has been said that the rest is.
        let whole = Span::new(FileId::ROOT, 0, text.len() as u32);
        let more = budget.ends_now().then(|| mistakes::too_many::finding(whole));
        findings.extend(more.or_else(|| (!budget.is_spent()).then(|| mistakes::unreadable(whole))));
    }
    findings.sort_by_key(|finding| finding.primary.span.start);
    Reading { tree, findings }
}

/// How often repairs are repaired.
const SETTLES: usize = 3;

/// What has been repaired so far; findings and ranges are in the text as it was written.
struct Done {
    layers: Layers,
    findings: Vec<Finding>,
    repaired: Vec<Range<usize>>,
    doubtful: Vec<Range<usize>>,
}

impl Done {
    fn characters(&mut self) {
        for round in 0.. {
            let look = lexical::mend(self.layers.text(), round);
            self.push(look.mended);
            if !look.again {
                return;
            }
        }
    }

    /// Repairs that do not fit each other leave a text that still does not read; what is wrong has been said.
    fn settle(&mut self, budget: &mut Budget) {
        for _ in 0..SETTLES {
            if budget.is_spent() || budget.fits(Piece::Members, self.layers.text()) {
                return;
            }
            let again = recover::members(self.layers.text(), budget);
            self.layers.push(&again.repairs);
        }
    }

    fn push(&mut self, mended: Mended) {
        let home = |range: &Range<usize>| {
            let (start, end) = self.layers.origin(range.clone());
            start as usize..end as usize
        };
        let doubtful: Vec<Range<usize>> = mended.doubtful.iter().map(home).collect();
        let replaced = mended.repairs.iter().filter(|repair| !repair.range.is_empty());
        let repaired: Vec<Range<usize>> = replaced.map(|repair| home(&repair.range)).collect();
        let findings = mended.findings.into_iter().map(|finding| self.layers.home(finding));
        let certain: Vec<Finding> = findings.filter(|finding| !self.doubts(finding)).collect();
        self.forget_parts(&certain);
        self.findings.extend(certain);
        self.doubtful.extend(doubtful);
        self.doubtful.sort_by_key(|range| range.start);
        self.doubtful.dedup_by(|next, before| {
            let joined = next.start <= before.end;
            before.end = if joined { before.end.max(next.end) } else { before.end };
            joined
        });
        self.repaired.extend(repaired);
        self.repaired.sort_by_key(|range| range.start);
        self.layers.push(&mended.repairs);
    }

    /// A character or quote that is part of a larger mistake is not worth a word of its own.
    fn forget_parts(&mut self, larger: &[Finding]) {
        let parts = larger.iter().map(|finding| finding.primary.span.range()).filter(|range| range.len() > 1);
        let mut parts: Vec<Range<usize>> = parts.collect();
        parts.sort_by_key(|range| range.start);
        self.findings.retain(|finding| {
            let span = finding.primary.span.range();
            let before = parts.partition_point(|range| range.start <= span.start);
            let around = before.checked_sub(1).and_then(|index| parts.get(index));
            around.is_none_or(|range| range.end < span.end || range.len() == span.len())
        });
    }

    /// Whether a finding only follows from where a missing bracket was put.
    fn doubts(&self, finding: &Finding) -> bool {
        let start = finding.primary.span.start as usize;
        let before = self.doubtful.partition_point(|range| range.start < start);
        before.checked_sub(1).and_then(|index| self.doubtful.get(index)).is_some_and(|range| start <= range.end)
    }

    /// Whether a finding is about text that stands there no longer.
    fn knows(&self, finding: &Finding) -> bool {
        let span = finding.primary.span.range();
        let before = self.repaired.partition_point(|range| range.start < span.end);
        before.checked_sub(1).and_then(|index| self.repaired.get(index)).is_some_and(|range| range.end > span.start)
    }
}

/// The last way out: the whole item is one leaf that could not be read.
fn unread(text: &Arc<str>, mut findings: Vec<Finding>) -> Reading {
    if findings.is_empty() {
        findings.push(mistakes::unreadable(Span::new(FileId::ROOT, 0, text.len() as u32)));
    }
    Reading { tree: Tree::unread(text), findings }
}

/// Repairs of one kind and what they are about, in the text they were made for.
#[derive(Debug, Default)]
pub(crate) struct Mended {
    pub(crate) findings: Vec<Finding>,
    pub(crate) repairs: Vec<crate::shadow::Repair>,
    /// Stretches that may have been put together wrongly: what is wrong in them is not worth a word.
    pub(crate) doubtful: Vec<Range<usize>>,
}
