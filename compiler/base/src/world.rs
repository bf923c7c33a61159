use std::collections::BTreeMap;
use std::sync::Arc;

/// Why something could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorldError {
    /// Nothing has this path.
    #[error("there is no file `{0}`")]
    Missing(String),
    /// It is there and is no UTF-8 text; the number is the first bad byte.
    #[error("`{0}` is not UTF-8 text (byte {1})")]
    NotText(String, usize),
    /// It, or what a link leads to, lies outside of the program's root.
    #[error("`{0}` leads out of the program's folder")]
    Outside(String),
    /// It is larger than anything a program takes in.
    #[error("`{0}` is too large")]
    TooLarge(String),
    /// It is there and cannot be read, for the reason in the second field.
    #[error("cannot read `{0}`: {1}")]
    Unreadable(String, String),
}

/// The compiler's only door to the outside: files below the program's root.
///
/// Paths use `/`, are relative to the root, and never leave it, also not through a link.
pub trait World: Sync {
    /// The text of one file.
    fn read(&self, path: &str) -> Result<Arc<str>, WorldError>;

    /// The bytes of one file.
    fn read_bytes(&self, path: &str) -> Result<Arc<[u8]>, WorldError> {
        self.read(path).map(|text| Arc::from(text.as_bytes()))
    }

    /// The paths of all files below a folder, hidden ones too, sorted by their bytes; a file is listed as itself. An empty
    /// path is the root.
    fn list(&self, folder: &str) -> Result<Vec<String>, WorldError>;

    /// The names of the files and folders right in a folder, sorted by their bytes: what a user may have meant.
    fn names(&self, folder: &str) -> Result<Vec<String>, WorldError> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let files = self.list(folder)?;
        let names = files.iter().filter_map(|file| file.strip_prefix(&prefix)?.split('/').next());
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.dedup();
        Ok(names)
    }
}

/// A world in memory, for tests and for programs that come from an editor or a pipe.
#[derive(Debug, Default, Clone)]
pub struct MemoryWorld {
    files: BTreeMap<String, Arc<str>>,
}

impl MemoryWorld {
    /// A world without files.
    pub fn new() -> MemoryWorld {
        MemoryWorld::default()
    }

    /// The same world with one more file.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> MemoryWorld {
        self.files.insert(path.into(), text.into());
        self
    }
}

impl World for MemoryWorld {
    fn read(&self, path: &str) -> Result<Arc<str>, WorldError> {
        self.files.get(path).cloned().ok_or_else(|| WorldError::Missing(path.to_owned()))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, WorldError> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{}/", folder.trim_end_matches('/')) };
        let below = |path: &&String| path.starts_with(&prefix) || *path == folder;
        let found: Vec<String> = self.files.keys().filter(below).cloned().collect();
        if found.is_empty() { Err(WorldError::Missing(folder.to_owned())) } else { Ok(found) }
    }
}
