//! Files: the programs a command line names, and the compiler's world on disk.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cloudc_compiler::{World, WorldError};

use crate::failure::Failure;

/// The largest file that a program takes in: 256 MiB.
const MAX_FILE: u64 = 256 << 20;

/// The most files below one folder.
const MAX_FILES: usize = 1_000_000;

/// A program's folder on disk (D42): the nearest one above its root file that holds `.cloudc`, else the file's own.
///
/// Paths are relative to it, so that a program is the same wherever the command is called from.
#[derive(Debug)]
pub(crate) struct Disk {
    root: PathBuf,
    /// What leads from where the command is called to the root, as messages show it; empty or with a `/` at its end.
    prefix: String,
}

impl Disk {
    /// The world of the program whose root file the command line names, and the file's path in it.
    pub(crate) fn of(path: &str) -> Result<(Disk, String), Failure> {
        let unreadable = |source: std::io::Error| match source.kind() {
            ErrorKind::NotFound => Failure::NoSuchPath { path: path.to_owned() },
            _ => Failure::Unreadable { path: path.to_owned(), source },
        };
        let file = std::fs::canonicalize(path).map_err(unreadable)?;
        let own = file.parent().unwrap_or(&file).to_owned();
        let root = own.ancestors().find(|folder| folder.join(".cloudc").is_dir()).map_or(own.clone(), Path::to_owned);
        let inside = slashed(file.strip_prefix(&root).unwrap_or(&file));
        let shown = name(Path::new(path));
        let prefix = match shown.strip_suffix(&inside) {
            Some(prefix) => prefix.to_owned(),
            // The root lies above what was typed: messages name files from it on.
            None => format!("{}/", slashed(&root)),
        };
        Ok((Disk { root, prefix }, inside))
    }

    /// The program's folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What to write before the paths of this world, to name them from where the command is called.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// A path of the program as one of the machine; links must not lead out of the root.
    fn inside(&self, path: &str) -> Result<PathBuf, WorldError> {
        let found = std::fs::canonicalize(self.root.join(path)).map_err(|error| wrong(path, &error))?;
        if found.starts_with(&self.root) { Ok(found) } else { Err(WorldError::Outside(path.to_owned())) }
    }
}

impl World for Disk {
    fn read(&self, path: &str) -> Result<Arc<str>, WorldError> {
        text_of(path, self.read_bytes(path)?.to_vec())
    }

    fn read_bytes(&self, path: &str) -> Result<Arc<[u8]>, WorldError> {
        let found = self.inside(path)?;
        let size = std::fs::metadata(&found).map_err(|error| wrong(path, &error))?.len();
        if size > MAX_FILE {
            return Err(WorldError::TooLarge(path.to_owned()));
        }
        std::fs::read(&found).map(Arc::from).map_err(|error| wrong(path, &error))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, WorldError> {
        let found = self.inside(folder)?;
        if found.is_file() {
            return Ok(vec![folder.to_owned()]);
        }
        let walk = ignore::WalkBuilder::new(&found).standard_filters(false).follow_links(true).build();
        let mut paths = Vec::new();
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) if is_circle(&error) => {
                    let why = "a link in it leads in a circle".to_owned();
                    return Err(WorldError::Unreadable(folder.to_owned(), why));
                }
                // A link that leads nowhere, such as the lock of an editor.
                Err(_) => continue,
            };
            if entry.path_is_symlink() {
                match self.inside(&slashed(entry.path().strip_prefix(&self.root).unwrap_or(entry.path()))) {
                    Err(WorldError::Missing(_)) => continue,
                    found => drop(found?),
                }
            }
            if entry.file_type().is_some_and(|kind| kind.is_file()) {
                if paths.len() >= MAX_FILES {
                    return Err(WorldError::TooLarge(folder.to_owned()));
                }
                paths.push(slashed(entry.path().strip_prefix(&self.root).unwrap_or(entry.path())));
            }
        }
        paths.sort();
        Ok(paths)
    }

    fn names(&self, folder: &str) -> Result<Vec<String>, WorldError> {
        let entries = std::fs::read_dir(self.inside(folder)?).map_err(|error| wrong(folder, &error))?;
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut names: Vec<String> = names.collect();
        names.sort();
        Ok(names)
    }
}

/// Whether a link leads to a folder around it.
fn is_circle(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => is_circle(err),
        _ => false,
    }
}

fn wrong(path: &str, error: &std::io::Error) -> WorldError {
    match error.kind() {
        ErrorKind::NotFound => WorldError::Missing(path.to_owned()),
        _ => WorldError::Unreadable(path.to_owned(), error.to_string()),
    }
}

/// A path with `/`.
fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// The text of a file that the command line names.
pub(crate) fn text(path: &str) -> Result<Arc<str>, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::from(wrong(path, &error)))?;
    Ok(text_of(path, bytes)?)
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
    let shown = slashed(path);
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

/// Writes a file, new or not, all of it or nothing.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let wrong = |source: std::io::Error| Failure::Unwritable { path: path.display().to_string(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut new = tempfile::NamedTempFile::new_in(folder).map_err(wrong)?;
    new.write_all(text.as_bytes()).map_err(wrong)?;
    new.as_file().sync_all().map_err(wrong)?;
    new.persist(path).map_err(|error| wrong(error.error))?;
    Ok(())
}

/// Prints; a reader that went away (`cloudc .. | head`) is no failure.
pub(crate) fn print(text: &str) {
    let _gone = std::io::stdout().lock().write_all(text.as_bytes());
}

/// A path as it is called from a folder.
pub(crate) fn relative(path: &Path, from: &Path) -> String {
    let shared = path.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| std::path::Component::ParentDir);
    let way: PathBuf = up.chain(path.components().skip(shared)).collect();
    if way.as_os_str().is_empty() {
        return ".".to_owned();
    }
    way.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_called_from_where_one_is() {
        assert_eq!(relative(Path::new("/a/b/main.cld:1:2"), Path::new("/a")), "b/main.cld:1:2");
        assert_eq!(relative(Path::new("/a/main.cld:1:2"), Path::new("/a/b/c")), "../../main.cld:1:2");
        assert_eq!(relative(Path::new("/a"), Path::new("/a")), ".");
    }
}
