use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{Appending, Files, Held};

/// A folder in memory that crashes and fills up when it is told to.
///
/// It keeps apart what was written and what is durable: [`Memory::after_crash`] is the folder that the next process finds.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<Folder>>);

/// When to crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crash {
    /// Before the writing step of this number, from 0; everything from there on fails.
    pub step: usize,
    /// Decides what of the bytes that are not durable is left, and what the rest has become.
    pub seed: u64,
}

#[derive(Debug, Default)]
struct Folder {
    files: BTreeMap<String, File>,
    /// How many files there have been: a name that is replaced is another file from then on.
    made: usize,
    held: BTreeSet<String>,
    /// How many writing steps have been made.
    steps: usize,
    crash: Option<Crash>,
    /// How many bytes may still be written.
    room: Option<usize>,
    without_locks: bool,
}

#[derive(Debug, Default, Clone)]
struct File {
    number: usize,
    bytes: Vec<u8>,
    /// How many of the bytes are durable.
    durable: usize,
}

impl Memory {
    /// An empty folder.
    pub fn new() -> Memory {
        Memory::default()
    }

    /// Crashes at a step that is still to come.
    pub fn crash_at(&self, crash: Crash) {
        self.folder().crash = Some(crash);
    }

    /// Whether it has crashed.
    pub fn has_crashed(&self) -> bool {
        let folder = self.folder();
        folder.crash.is_some_and(|crash| folder.steps >= crash.step)
    }

    /// How many writing steps have been made: the number of points at which it may crash.
    pub fn steps(&self) -> usize {
        self.folder().steps
    }

    /// The disk is full after so many more bytes.
    pub fn fill_after(&self, bytes: usize) {
        self.folder().room = Some(bytes);
    }

    /// The disk has room again.
    pub fn empty(&self) {
        self.folder().room = None;
    }

    /// It becomes a file system without locks.
    pub fn without_locks(&self) {
        self.folder().without_locks = true;
    }

    /// The same folder once more, as it is now; what is done to one is not seen in the other.
    #[must_use]
    pub fn copy(&self) -> Memory {
        let folder = self.folder();
        let (files, made, without_locks) = (folder.files.clone(), folder.made, folder.without_locks);
        Memory(Arc::new(Mutex::new(Folder { files, made, without_locks, ..Folder::default() })))
    }

    /// What the next process finds: what was durable, and perhaps a part of what was not. Nobody holds a name.
    #[must_use]
    pub fn after_crash(&self) -> Memory {
        let folder = self.folder();
        let seed = folder.crash.map_or(0, |crash| crash.seed);
        let files = folder.files.iter().map(|(path, file)| (path.clone(), survived(file, seed))).collect();
        let (made, without_locks) = (folder.made, folder.without_locks);
        Memory(Arc::new(Mutex::new(Folder { files, made, without_locks, ..Folder::default() })))
    }

    fn folder(&self) -> MutexGuard<'_, Folder> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One writing step.
    fn step(&self) -> io::Result<MutexGuard<'_, Folder>> {
        let mut folder = self.folder();
        if folder.crash.is_some_and(|crash| folder.steps >= crash.step) {
            return Err(io::Error::other("crashed"));
        }
        folder.steps += 1;
        Ok(folder)
    }
}

impl Folder {
    /// The number of a new file.
    fn next(&mut self) -> usize {
        self.made += 1;
        self.made
    }

    /// How many of so many bytes there is room for.
    fn take(&mut self, bytes: usize) -> usize {
        match &mut self.room {
            None => bytes,
            Some(room) => {
                let taken = bytes.min(*room);
                *room -= taken;
                taken
            }
        }
    }
}

/// A file after a crash: of what was not durable a part is left, and perhaps zeros where the rest was.
fn survived(file: &File, seed: u64) -> File {
    let loose = file.bytes.len() - file.durable;
    let kept = if loose == 0 { 0 } else { (seed as usize) % (loose + 1) };
    let zeros = if seed & (1 << 40) == 0 { 0 } else { loose - kept };
    let mut bytes = file.bytes.clone();
    bytes.truncate(file.durable + kept);
    bytes.resize(bytes.len() + zeros, 0);
    File { number: file.number, durable: bytes.len(), bytes }
}

fn full() -> io::Error {
    io::Error::new(ErrorKind::StorageFull, "no space left on device")
}

impl Files for Memory {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.folder().files.get(path).map(|file| file.bytes.clone()))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let all = self.folder();
        let names = all.files.keys().filter_map(|path| path.strip_prefix(&prefix));
        Ok(names.filter(|name| !name.contains('/')).map(str::to_owned).collect())
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut folder = self.step()?;
        if folder.take(bytes.len()) < bytes.len() {
            return Err(full());
        }
        let number = folder.next();
        folder.files.insert(path.to_owned(), File { number, bytes: bytes.to_vec(), durable: bytes.len() });
        Ok(())
    }

    fn replace_private(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.replace(path, bytes)
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        self.step()?.files.remove(path);
        Ok(())
    }

    fn append(&self, path: &str) -> io::Result<Box<dyn Appending>> {
        let mut folder = self.step()?;
        let number = folder.next();
        let file = folder.files.entry(path.to_owned()).or_insert_with(|| File { number, ..File::default() });
        Ok(Box::new(Growing { memory: self.clone(), path: path.to_owned(), number: file.number }))
    }

    fn hold(&self, path: &str) -> io::Result<Option<Box<dyn Held>>> {
        let mut folder = self.folder();
        if folder.without_locks {
            return Err(ErrorKind::Unsupported.into());
        }
        let free = folder.held.insert(path.to_owned());
        Ok(free.then(|| Box::new(Name { memory: self.clone(), path: path.to_owned() }) as Box<dyn Held>))
    }
}

#[derive(Debug)]
struct Growing {
    memory: Memory,
    path: String,
    number: usize,
}

impl Growing {
    /// One writing step; the file is gone if its name is another's by now, and what is written goes nowhere.
    fn step(&self, act: impl FnOnce(&mut Folder, &mut File) -> io::Result<()>) -> io::Result<()> {
        let mut folder = self.memory.step()?;
        let here = folder.files.get(&self.path).is_some_and(|file| file.number == self.number);
        let Some(mut file) = here.then(|| folder.files.remove(&self.path)).flatten() else { return Ok(()) };
        let done = act(&mut folder, &mut file);
        folder.files.insert(self.path.clone(), file);
        done
    }
}

impl Appending for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.step(|folder, file| {
            let taken = folder.take(bytes.len());
            file.bytes.extend(bytes.iter().take(taken));
            if taken < bytes.len() { Err(full()) } else { Ok(()) }
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        self.step(|_, file| {
            file.durable = file.bytes.len();
            Ok(())
        })
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.step(|_, file| {
            file.bytes.truncate(length as usize);
            file.durable = file.bytes.len();
            Ok(())
        })
    }
}

#[derive(Debug)]
struct Name {
    memory: Memory,
    path: String,
}

impl Held for Name {}

impl Drop for Name {
    fn drop(&mut self) {
        self.memory.folder().held.remove(&self.path);
    }
}
