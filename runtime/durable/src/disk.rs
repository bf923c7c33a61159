use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::{Appending, Files, Held};

/// A folder on disk; it is made when the first file is written.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// The folder at this path.
    pub fn new(root: impl Into<PathBuf>) -> Disk {
        Disk { root: root.into() }
    }

    fn path(&self, path: &str) -> PathBuf {
        path.split('/').filter(|part| !part.is_empty()).fold(self.root.clone(), |folder, part| folder.join(part))
    }
}

impl Files for Disk {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        present(std::fs::read(self.path(path)))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let Some(entries) = present(std::fs::read_dir(self.path(folder)))? else { return Ok(Vec::new()) };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                names.extend(entry.file_name().to_str().map(str::to_owned));
            }
        }
        names.sort();
        Ok(names)
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        replace(&self.path(path), bytes, &OpenOptions::new())
    }

    fn replace_private(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut options = OpenOptions::new();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        replace(&self.path(path), bytes, &options)
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        let path = self.path(path);
        if present(std::fs::remove_file(&path))?.is_some() {
            sync_folder(path.parent().unwrap_or(&self.root))?;
        }
        Ok(())
    }

    fn append(&self, path: &str) -> io::Result<Box<dyn Appending>> {
        let path = self.path(path);
        let folder = made_folder(&path)?;
        let is_new = !path.exists();
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        if is_new {
            file.sync_all()?;
            sync_folder(&folder)?;
        }
        Ok(Box::new(Growing { file }))
    }

    fn hold(&self, path: &str) -> io::Result<Option<Box<dyn Held>>> {
        let path = self.path(path);
        made_folder(&path)?;
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(Name { _file: file }))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[derive(Debug)]
struct Growing {
    file: File,
}

impl Appending for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)?;
        self.file.sync_all()
    }
}

/// The lock is the file's: it ends when the file is closed, also by the death of the process.
#[derive(Debug)]
struct Name {
    _file: File,
}

impl Held for Name {}

/// The folder that holds a path, made with all folders on the way, durably.
fn made_folder(path: &Path) -> io::Result<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new(".")).to_owned();
    if folder.is_dir() {
        return Ok(folder);
    }
    let missing: Vec<&Path> = folder.ancestors().take_while(|ancestor| !ancestor.is_dir()).collect();
    std::fs::create_dir_all(&folder)?;
    for made in missing {
        sync_folder(made.parent().unwrap_or(Path::new("")))?;
    }
    Ok(folder)
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(windows) {
        // Folders cannot be opened there, and the file system keeps names in order by itself.
        return Ok(());
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

/// Puts a new file of these bytes in the place of what is there.
fn replace(path: &Path, bytes: &[u8], options: &OpenOptions) -> io::Result<()> {
    let folder = made_folder(path)?;
    // The name is the same each time, so that what a crash left behind is not left for ever.
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = Path::new(&new);
    present(std::fs::remove_file(new))?;
    let written = write_synced(new, bytes, options).and_then(|()| std::fs::rename(new, path));
    if let Err(error) = written {
        let _left = std::fs::remove_file(new);
        return Err(error);
    }
    sync_folder(&folder)
}

fn write_synced(path: &Path, bytes: &[u8], options: &OpenOptions) -> io::Result<()> {
    let mut file = options.clone().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// What is there, `None` if nothing is.
fn present<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_replaced_listed_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::new(folder.path().join("deep/er"));
        assert_eq!(disk.read("a/b").unwrap(), None);
        assert_eq!(disk.list("a").unwrap(), Vec::<String>::new());
        disk.replace("a/b", b"1").unwrap();
        disk.replace("a/b", b"2").unwrap();
        disk.replace("a/a", b"").unwrap();
        assert_eq!(disk.read("a/b").unwrap().unwrap(), b"2");
        assert_eq!(disk.list("a").unwrap(), ["a", "b"]);
        disk.remove("a/b").unwrap();
        disk.remove("a/b").unwrap();
        assert_eq!(disk.list("a").unwrap(), ["a"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_private_is_its_owners() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::new(folder.path());
        // Not even through what a crash left behind.
        disk.replace("key.new", b"left").unwrap();
        disk.replace_private("key", b"1").unwrap();
        disk.replace_private("key", b"2").unwrap();
        let mode = std::fs::metadata(folder.path().join("key")).unwrap().permissions().mode();
        assert_eq!((mode & 0o777, disk.read("key").unwrap().unwrap()), (0o600, b"2".to_vec()));
    }

    #[test]
    fn a_name_is_held_once() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::new(folder.path());
        let held = disk.hold("lock").unwrap();
        assert!(held.is_some());
        assert!(disk.hold("lock").unwrap().is_none());
        drop(held);
        assert!(disk.hold("lock").unwrap().is_some());
    }

    #[test]
    fn a_growing_file_grows_and_is_cut() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::new(folder.path());
        let mut file = disk.append("log").unwrap();
        file.write(b"abc").unwrap();
        file.sync().unwrap();
        file.cut(1).unwrap();
        file.write(b"d").unwrap();
        assert_eq!(disk.read("log").unwrap().unwrap(), b"ad");
    }
}
