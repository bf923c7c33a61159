use std::sync::{Arc, OnceLock};

use crate::{FileId, Span};

/// A place that a person can find: line and column, both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in Unicode scalar values.
    pub column: u32,
}

/// One file: the name that messages show and its text.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: Arc<str>,
    lines: OnceLock<Vec<u32>>,
}

impl Source {
    fn new(name: String, text: Arc<str>) -> Source {
        Source { name, text, lines: OnceLock::new() }
    }

    /// The name as messages show it: the path as the user wrote it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The first byte of every line, in order; computed once, when first needed.
    pub fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let after_breaks = self.text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(at, _)| at as u32 + 1);
            std::iter::once(0).chain(after_breaks).collect()
        })
    }

    /// The line (from 0) that holds byte `offset`; offsets beyond the end belong to the last line.
    pub fn line_index(&self, offset: u32) -> usize {
        self.line_starts().partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// Where byte `offset` stands.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_index(offset);
        let start = self.line_starts().get(line).copied().unwrap_or(0) as usize;
        let before = self.text.get(start..offset as usize).unwrap_or("");
        Position { line: line as u32 + 1, column: before.chars().count() as u32 + 1 }
    }
}

/// The files of one run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// No files yet.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Takes a file in and gives its id.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        self.files.push(Source::new(name.into(), text.into()));
        FileId::new(self.files.len() as u32 - 1)
    }

    /// Changes the names that messages show.
    pub fn rename(&mut self, change: impl Fn(&str) -> String) {
        self.files.iter_mut().for_each(|file| file.name = change(&file.name));
    }

    /// The file with this id, if this run has it.
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(file.index())
    }

    /// The text under a span; empty where there is none.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).and_then(|source| source.text.get(span.range())).unwrap_or("")
    }

    /// All files in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(index, source)| (FileId::new(index as u32), source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let mut sources = Sources::new();
        let id = sources.add("a.cld", "é = 1\nb");
        let source = sources.get(id).unwrap();
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(2), Position { line: 1, column: 2 });
        assert_eq!(source.position(7), Position { line: 2, column: 1 });
        assert_eq!(source.position(99), Position { line: 2, column: 1 });
    }
}
