//! A text with repairs: what recovery parses in place of what was written, and the way back.

use std::ops::Range;

/// One replacement in the original text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Repair {
    /// The bytes it replaces; empty to insert.
    pub(crate) range: Range<usize>,
    /// What stands there instead.
    pub(crate) text: String,
}

impl Repair {
    pub(crate) fn new(range: Range<usize>, text: impl Into<String>) -> Repair {
        Repair { range, text: text.into() }
    }

    /// The same repair `by` bytes further on.
    pub(crate) fn moved(self, by: usize) -> Repair {
        Repair { range: self.range.start + by..self.range.end + by, ..self }
    }
}

/// A stretch of the repaired text and where it comes from.
#[derive(Debug, Clone)]
struct Stretch {
    here: Range<usize>,
    from: Range<usize>,
    same: bool,
}

/// The repaired text.
#[derive(Debug, Clone)]
pub(crate) struct Shadow {
    len: usize,
    text: String,
    stretches: Vec<Stretch>,
}

impl Shadow {
    /// Makes the repairs, in whatever order they come; one that overlaps an earlier one is left out.
    pub(crate) fn new(original: &str, repairs: &[Repair]) -> Shadow {
        let mut repairs: Vec<&Repair> = repairs.iter().collect();
        repairs.sort_by_key(|repair| (repair.range.start, repair.range.end));
        let mut shadow = Shadow { len: original.len(), text: String::new(), stretches: Vec::new() };
        let mut at = 0;
        for repair in repairs.into_iter() {
            if repair.range.start < at {
                continue;
            }
            shadow.keep(original, at..repair.range.start);
            shadow.put(repair);
            at = repair.range.end;
        }
        shadow.keep(original, at..original.len());
        shadow
    }

    fn keep(&mut self, original: &str, from: Range<usize>) {
        let text = original.get(from.clone()).unwrap_or("");
        let start = self.text.len();
        self.text.push_str(text);
        self.stretches.push(Stretch { here: start..self.text.len(), from, same: true });
    }

    fn put(&mut self, repair: &Repair) {
        let start = self.text.len();
        self.text.push_str(&repair.text);
        self.stretches.push(Stretch { here: start..self.text.len(), from: repair.range.clone(), same: false });
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The original bytes behind a stretch of the repaired text.
    pub(crate) fn origin(&self, range: Range<usize>) -> Range<usize> {
        let start = self.origin_of_start(range.start);
        let end = if range.is_empty() { start } else { self.origin_of_end(range.end).max(start) };
        start..end
    }

    /// Where a byte of the original stands in the repaired text, if it is still there.
    pub(crate) fn place(&self, at: usize) -> Option<usize> {
        let index = self.stretches.partition_point(|stretch| stretch.from.end <= at);
        let stretch = self.stretches.get(index).filter(|stretch| stretch.same)?;
        Some(stretch.here.start + at.checked_sub(stretch.from.start)?)
    }

    fn origin_of_start(&self, at: usize) -> usize {
        let index = self.stretches.partition_point(|stretch| stretch.here.end <= at);
        match self.stretches.get(index) {
            Some(stretch) if stretch.same => stretch.from.start + at.saturating_sub(stretch.here.start),
            // What a repair put in stands for what it took out: all of it for the first node in it, none for others.
            Some(stretch) if at == stretch.here.start => stretch.from.start,
            Some(stretch) => stretch.from.end,
            None => self.len,
        }
    }

    fn origin_of_end(&self, at: usize) -> usize {
        let index = self.stretches.partition_point(|stretch| stretch.here.end < at);
        match self.stretches.get(index) {
            Some(stretch) if stretch.same => stretch.from.start + at.saturating_sub(stretch.here.start),
            Some(stretch) => stretch.from.end,
            None => self.len,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back() {
        let shadow = Shadow::new("x = [1, oops, 2\n", &[Repair::new(15..15, "]"), Repair::new(8..12, "\u{1}")]);
        assert_eq!(shadow.text(), "x = [1, \u{1}, 2]\n");
        assert_eq!(shadow.origin(8..9), 8..12);
        assert_eq!(shadow.origin(4..13), 4..15);
        assert_eq!(shadow.origin(0..1), 0..1);
    }
}
