//! Repairs upon repairs: the text after all of them, and the way back to what was written.

use std::ops::Range;
use std::sync::Arc;

use cloudc_base::{Finding, Span};

use crate::shadow::{Repair, Shadow};

/// A text and the repairs made to it, one layer after the other.
#[derive(Debug, Clone)]
pub(crate) struct Layers {
    original: Arc<str>,
    shadows: Vec<Shadow>,
}

impl Layers {
    pub(crate) fn new(original: &Arc<str>) -> Layers {
        Layers { original: Arc::clone(original), shadows: Vec::new() }
    }

    /// The text after all repairs so far.
    pub(crate) fn text(&self) -> &str {
        self.shadows.last().map_or(&self.original, Shadow::text)
    }

    /// Makes repairs to the text as it is now.
    pub(crate) fn push(&mut self, repairs: &[Repair]) {
        if !repairs.is_empty() {
            let shadow = Shadow::new(self.text(), repairs);
            self.shadows.push(shadow);
        }
    }

    /// The bytes of the original text behind a stretch of the text as it is now.
    pub(crate) fn origin(&self, range: Range<usize>) -> (u32, u32) {
        let back = self.shadows.iter().rev().fold(range, |range, shadow| shadow.origin(range));
        (back.start as u32, back.end as u32)
    }

    /// Where a byte of the original stands in the text as it is now, if it is still there.
    pub(crate) fn place(&self, at: usize) -> Option<usize> {
        self.shadows.iter().try_fold(at, |at, shadow| shadow.place(at))
    }

    /// A finding about the text as it is now, brought back to the text that was written.
    pub(crate) fn home(&self, finding: Finding) -> Finding {
        finding.map_spans(|span| {
            let (start, end) = self.origin(span.range());
            Span { start, end, ..span }
        })
    }

    /// The same for repairs.
    pub(crate) fn home_repair(&self, repair: Repair) -> Repair {
        let (start, end) = self.origin(repair.range.clone());
        Repair::new(start as usize..end as usize, repair.text)
    }
}
