use std::ops::Range;

/// One file of a [`Sources`](crate::Sources); a small number, given in the order in which files are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The first file of a run: the root program.
    pub const ROOT: FileId = FileId(0);

    /// The file with this index.
    pub fn new(index: u32) -> FileId {
        FileId(index)
    }

    /// The index, to look the file up.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A stretch of text in one file: byte offsets, the end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file it stands in.
    pub file: FileId,
    /// Its first byte.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
}

impl Span {
    /// A span of `file` from byte `start` up to byte `end`.
    pub fn new(file: FileId, start: u32, end: u32) -> Span {
        debug_assert!(start <= end, "a span ends before it starts");
        Span { file, start, end }
    }

    /// The bytes as a range to slice the file's text with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same stretch `by` bytes further on, in `file`.
    pub fn moved(self, file: FileId, by: u32) -> Span {
        Span { file, start: self.start + by, end: self.end + by }
    }
}
