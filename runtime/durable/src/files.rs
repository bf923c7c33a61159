use std::fmt::Debug;
use std::io;

/// The files below one folder, as far as they must survive a crash. Paths are relative to it, with `/`.
///
/// Errors are those of the operating system: a full disk, a folder that may not be written.
pub trait Files: Debug + Send + Sync {
    /// The bytes of a file; `None` if there is none.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;

    /// The names of the files in a folder, sorted; none if there is no such folder.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// Makes a file have these bytes, or leaves it as it was; durable when this returns. Folders on the way are made.
    fn replace(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// The same for a file that nobody but its owner may read, where the file system knows owners.
    fn replace_private(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Removes a file; it may be missing.
    fn remove(&self, path: &str) -> io::Result<()>;

    /// Opens a file that only grows; it is made if it is missing.
    fn append(&self, path: &str) -> io::Result<Box<dyn Appending>>;

    /// Takes a name for this process, until what is returned is dropped or the process ends; `None` if another has it.
    ///
    /// # Errors
    /// `Unsupported` where the file system knows no locks.
    fn hold(&self, path: &str) -> io::Result<Option<Box<dyn Held>>>;
}

/// A file that only grows.
pub trait Appending: Debug + Send {
    /// Writes at the end. After an error any part of the bytes may have been written.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Makes everything written durable. After an error nothing is known of what was written since the last success, and
    /// trying again does not help: the operating system may have dropped it.
    fn sync(&mut self) -> io::Result<()>;

    /// Cuts the file off behind its first `length` bytes.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

/// A name that one process has for itself; dropping it gives it back.
pub trait Held: Debug + Send + Sync {}
