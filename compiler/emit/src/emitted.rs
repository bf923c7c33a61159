use std::collections::BTreeMap;

use cloudc_base::Finding;

/// What is written for an engine: files in memory, and what is worth knowing about them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Emitted {
    /// The files: their paths relative to the folder that they are written into, and what is in them.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The file that stands for all, if there is one.
    pub main: Option<String>,
    /// Where no file stands for all: the files that do one after the other, in this order.
    pub stream: Vec<String>,
    /// What is worth knowing; none of them is an error.
    pub findings: Vec<Finding>,
}

impl Emitted {
    /// The text of a file; none if there is no such file, or it is no text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// What stands for all of it as one text: the main file, or documents of YAML one after the other.
    pub fn whole(&self) -> String {
        match &self.main {
            Some(main) => self.text(main).unwrap_or_default().to_owned(),
            None => self.stream.iter().filter_map(|path| self.text(path)).collect::<Vec<_>>().join("---\n"),
        }
    }

    pub(crate) fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }
}
