//! The folder of a program, which is all that the program sees of the disk (D42).

use std::io::{Error, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use cloudc_compiler::{World, WorldError};

use crate::disk::{path_text, text_of};
use crate::failure::Failure;

/// The largest file that a program takes in, in bytes: as text, and as part of an asset.
const MAX_TEXT: u64 = 64 << 20;
const MAX_BYTES: u64 = 1 << 30;

/// The most files below one folder.
const MAX_FILES: usize = 1_000_000;

/// The world of a program: the files below the nearest folder above it that holds a `.cloudc` folder, else below its own.
#[derive(Debug)]
pub(crate) struct Root {
    /// Without links in it.
    folder: PathBuf,
}

impl Root {
    /// The world of a program, and the program's path in it.
    pub(crate) fn of(program: &str) -> Result<(Root, String), Failure> {
        let real = std::fs::canonicalize(program).map_err(|source| match source.kind() {
            ErrorKind::NotFound => Failure::NoSuchPath { path: program.to_owned() },
            _ => Failure::Unreadable { path: program.to_owned(), source },
        })?;
        let own = real.parent().unwrap_or(&real);
        let marked = own.ancestors().find(|folder| folder.join(".cloudc").is_dir());
        let root = Root { folder: marked.unwrap_or(own).to_owned() };
        let path = real.strip_prefix(&root.folder).map(path_text).unwrap_or_default();
        Ok((root, path))
    }

    /// A path of this world as somebody in the folder where cloudc is called would write it.
    pub(crate) fn shown(&self, path: &str) -> String {
        let whole = self.folder.join(path);
        let here = std::env::current_dir().and_then(std::fs::canonicalize).unwrap_or_default();
        if !whole.is_file() {
            return path.to_owned();
        }
        let shared = here.components().zip(whole.components()).take_while(|(a, b)| a == b).count();
        if shared <= 1 {
            return path_text(&whole);
        }
        let up = here.components().skip(shared).map(|_| Component::ParentDir);
        path_text(&up.chain(whole.components().skip(shared)).collect::<PathBuf>())
    }

    /// Where a path of this world leads, through links, as long as it stays in it.
    fn resolve(&self, path: &str) -> Result<PathBuf, WorldError> {
        let real = std::fs::canonicalize(self.folder.join(path)).map_err(|error| said(path, &error))?;
        if real.starts_with(&self.folder) { Ok(real) } else { Err(WorldError::Outside(path.to_owned())) }
    }

    fn bytes(&self, path: &str, most: u64) -> Result<Vec<u8>, WorldError> {
        let real = self.resolve(path)?;
        let about = std::fs::metadata(&real).map_err(|error| said(path, &error))?;
        match (about.is_file(), about.len()) {
            (true, 0..) if about.len() > most => Err(WorldError::TooLarge(path.to_owned())),
            (true, _) => std::fs::read(&real).map_err(|error| said(path, &error)),
            (false, _) => Err(WorldError::Unreadable(path.to_owned(), "it is no file".to_owned())),
        }
    }
}

impl World for Root {
    fn read(&self, path: &str) -> Result<Arc<str>, WorldError> {
        text_of(path, self.bytes(path, MAX_TEXT)?)
    }

    fn read_bytes(&self, path: &str) -> Result<Arc<[u8]>, WorldError> {
        self.bytes(path, MAX_BYTES).map(Arc::from)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, WorldError> {
        let real = self.resolve(folder)?;
        let mut found = Vec::new();
        let walk =
            ignore::WalkBuilder::new(self.folder.join(folder)).standard_filters(false).follow_links(true).build();
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                // A link that leads nowhere is no file.
                Err(error) if error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound) => continue,
                Err(error) if is_loop(&error) => {
                    return Err(WorldError::Unreadable(folder.to_owned(), "a link in it leads in a circle".to_owned()));
                }
                Err(error) => return Err(WorldError::Unreadable(folder.to_owned(), error.to_string())),
            };
            let path = self.name(entry.path())?;
            if entry.path_is_symlink() {
                self.resolve(&path)?;
            }
            if entry.file_type().is_some_and(|kind| kind.is_file()) {
                found.push(path);
            }
            if found.len() > MAX_FILES {
                return Err(WorldError::TooLarge(folder.to_owned()));
            }
        }
        found.sort();
        if found.is_empty() && real.is_dir() { Err(WorldError::Missing(folder.to_owned())) } else { Ok(found) }
    }
}

impl Root {
    /// A path below the root as programs write it.
    fn name(&self, path: &Path) -> Result<String, WorldError> {
        let below = path.strip_prefix(&self.folder).unwrap_or(path);
        match below.to_str() {
            Some(_) => Ok(path_text(below)),
            None => {
                Err(WorldError::Unreadable(below.to_string_lossy().into_owned(), "its name is not UTF-8".to_owned()))
            }
        }
    }
}

/// What went wrong with a path.
fn said(path: &str, error: &Error) -> WorldError {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => WorldError::Missing(path.to_owned()),
        _ => WorldError::Unreadable(path.to_owned(), error.to_string()),
    }
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => is_loop(err),
        _ => false,
    }
}
