use std::collections::BTreeMap;

use cloudc_base::Finding;

/// What is written for an engine: files in memory, and what is worth knowing about them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Emitted {
    /// The files: their paths relative to the folder that they are written into, and what is in them.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The file that stands for all, if there is one.
    pub main: Option<String>,
    /// What is worth knowing; none of them is an error.
    pub findings: Vec<Finding>,
}

impl Emitted {
    /// The text of a file; none if there is no such file, or it is no text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    pub(crate) fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }
}
