//! Files: the programs a command line names, and the compiler's world on disk.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::sync::Arc;

use cloudc_compiler::{World, WorldError};

use crate::failure::Failure;

/// The world as it is on disk; paths are those of the command line.
#[derive(Debug, Default)]
pub(crate) struct Disk;

impl World for Disk {
    fn read(&self, path: &str) -> Result<Arc<str>, WorldError> {
        let bytes = std::fs::read(path).map_err(|error| {
            let missing = error.kind() == ErrorKind::NotFound;
            let path = path.to_owned();
            if missing { WorldError::Missing(path) } else { WorldError::Unreadable(path, error.to_string()) }
        })?;
        text_of(path, bytes)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, WorldError> {
        programs(&[folder.to_owned()]).map_err(|failure| WorldError::Unreadable(folder.to_owned(), failure.to_string()))
    }
}

fn text_of(path: &str, bytes: Vec<u8>) -> Result<Arc<str>, WorldError> {
    let text = String::from_utf8(bytes);
    text.map(Arc::from).map_err(|error| WorldError::NotText(path.to_owned(), error.utf8_error().valid_up_to()))
}

impl From<WorldError> for Failure {
    fn from(error: WorldError) -> Failure {
        match error {
            WorldError::Missing(path) => Failure::NoSuchPath { path },
            WorldError::NotText(path, at) => Failure::NotText { path, at },
            WorldError::Outside(path) => {
                Failure::Unreadable { path, source: std::io::Error::other("it leads out of the program's folder") }
            }
            WorldError::TooLarge(path) => {
                Failure::Unreadable { path, source: std::io::Error::other("it is too large") }
            }
            WorldError::Unreadable(path, why) => Failure::Unreadable { path, source: std::io::Error::other(why) },
        }
    }
}

/// The .cld files that paths name, sorted, each once: a file itself, and all below a folder that git would not ignore.
pub(crate) fn programs(paths: &[String]) -> Result<Vec<String>, Failure> {
    let mut found = BTreeSet::new();
    for path in paths {
        let kind = std::fs::metadata(path).map_err(|source| {
            let path = path.clone();
            if source.kind() == ErrorKind::NotFound {
                Failure::NoSuchPath { path }
            } else {
                Failure::Unreadable { path, source }
            }
        })?;
        if kind.is_file() {
            found.insert(path.clone());
            continue;
        }
        let before = found.len();
        let walk = ignore::WalkBuilder::new(path).require_git(false).follow_links(false).build();
        let entries = walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
        let programs = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "cld"));
        found.extend(programs.map(|entry| name(entry.path())));
        if found.len() == before {
            return Err(Failure::NoPrograms { path: path.clone() });
        }
    }
    Ok(found.into_iter().collect())
}

/// A path as messages show it: with `/`, without a leading `./`.
fn name(path: &Path) -> String {
    let shown = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    shown.strip_prefix("./").map(str::to_owned).unwrap_or(shown)
}

/// What comes through standard input.
pub(crate) fn standard_input() -> Result<Arc<str>, Failure> {
    let mut bytes = Vec::new();
    let path = "<stdin>".to_owned();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|source| Failure::Unreadable { path: path.clone(), source })?;
    Ok(text_of(&path, bytes)?)
}

/// Replaces a file's text, all of it or nothing: a new file beside it takes its place, and its permissions.
pub(crate) fn replace(path: &str, text: &str) -> Result<(), Failure> {
    let wrong = |source: std::io::Error| Failure::Unwritable { path: path.to_owned(), source };
    // A link stays a link: what it leads to is replaced.
    let target = std::fs::canonicalize(path).map_err(wrong)?;
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut new = tempfile::NamedTempFile::new_in(folder).map_err(wrong)?;
    new.write_all(text.as_bytes()).map_err(wrong)?;
    let permissions = std::fs::metadata(&target).map_err(wrong)?.permissions();
    new.as_file().set_permissions(permissions).map_err(wrong)?;
    new.as_file().sync_all().map_err(wrong)?;
    new.persist(&target).map_err(|error| wrong(error.error))?;
    Ok(())
}

/// Prints; a reader that went away (`cloudc .. | head`) is no failure.
pub(crate) fn print(text: &str) {
    let _gone = std::io::stdout().lock().write_all(text.as_bytes());
}
