use super::{Entry, Mark, Name, Tree, json, yaml};
use crate::Format;

/// How deep marks are looked for: `/Resources/Id/Properties/Name` and what lies above.
const MARKED_DEPTH: usize = 4;

/// A line that comes from a place in the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The way to the entry, as a JSON pointer (RFC 6901).
    pub(crate) pointer: String,
    /// Its first line, from 1.
    pub(crate) line: u32,
    pub(crate) mark: Mark,
}

/// Writes a tree, with a line end behind its last line; and says which lines come from where.
pub(crate) fn write(tree: &Tree, format: Format) -> (String, Vec<Line>) {
    let mut writer = Writer::default();
    match format {
        Format::Json => json::value(&mut writer, tree, 0),
        Format::Yaml => yaml::document(&mut writer, tree),
    }
    writer.text.push('\n');
    (writer.text, writer.lines)
}

/// A text being written, and where in it one stands.
#[derive(Debug)]
pub(super) struct Writer<'t> {
    pub(super) text: String,
    line: u32,
    path: Vec<&'t Name>,
    lines: Vec<Line>,
}

impl Default for Writer<'_> {
    fn default() -> Self {
        Writer { text: String::new(), line: 1, path: Vec::new(), lines: Vec::new() }
    }
}

impl<'t> Writer<'t> {
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The beginning of a line.
    pub(super) fn line(&mut self, indent: usize) {
        const BLANKS: &str = "                                ";
        self.line += 1;
        self.text.push('\n');
        let mut left = indent;
        while left > 0 {
            let some = left.min(BLANKS.len());
            self.text.push_str(BLANKS.get(..some).unwrap_or_default());
            left -= some;
        }
    }

    /// Notes that an entry of a map begins on this line.
    pub(super) fn enter(&mut self, entry: &'t Entry) {
        self.path.push(&entry.name);
        let Some(mark) = entry.mark.filter(|_| self.path.len() <= MARKED_DEPTH) else { return };
        let pointer = self.path.iter().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1"))).collect();
        self.lines.push(Line { pointer, line: self.line, mark });
    }

    pub(super) fn leave(&mut self) {
        self.path.pop();
    }
}
