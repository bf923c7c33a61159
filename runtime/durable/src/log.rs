use std::io;

use crate::line;
use crate::{Appending, Files};

/// A file of JSON objects, one a line, each with a checksum; a crash may tear the last line and no other.
///
/// So what belongs together is one line, and a line is written only when the one before it is durable or may be lost too.
#[derive(Debug)]
pub struct Log {
    path: String,
    file: Box<dyn Appending>,
    /// How many bytes are whole lines.
    length: u64,
    /// Whether everything written is durable.
    synced: bool,
    /// Writing has failed: the file may end in anything until it is opened again.
    broken: bool,
}

/// What a log held when it was opened.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Its objects, in order.
    pub objects: Vec<String>,
    /// Whether its last line was torn by a crash, and has been cut off.
    pub torn: bool,
}

/// Why a log cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A line that is not the last one is not what was written.
    #[error("line {line} of `{path}` is damaged")]
    Damaged {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
    },
    /// The operating system refuses.
    #[error("`{path}` cannot be used")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// An earlier write failed; what is in the file is known again when it is opened again.
    #[error("`{path}` could not be written before")]
    Broken {
        /// The file.
        path: String,
    },
}

impl Log {
    /// Opens a log, or makes an empty one; a torn last line is cut off.
    pub fn open(files: &dyn Files, path: &str) -> Result<(Log, Opened), LogError> {
        let wrong = |source| LogError::Io { path: path.to_owned(), source };
        let bytes = files.read(path).map_err(wrong)?.unwrap_or_default();
        let (opened, length) = objects(path, &bytes)?;
        let mut file = files.append(path).map_err(wrong)?;
        if opened.torn {
            file.cut(length).map_err(wrong)?;
        }
        Ok((Log { path: path.to_owned(), file, length, synced: true, broken: false }, opened))
    }

    /// Makes the log hold these objects and nothing else, all at once.
    pub fn rewrite(files: &dyn Files, path: &str, objects: impl Iterator<Item = String>) -> Result<Log, LogError> {
        let text: String = objects.map(|object| line::sealed(&object)).collect();
        files.replace(path, text.as_bytes()).map_err(|source| LogError::Io { path: path.to_owned(), source })?;
        Ok(Log::open(files, path)?.0)
    }

    /// The objects of a log, without opening it for writing; what a crash tore off is left where it is.
    pub fn peek(files: &dyn Files, path: &str) -> Result<Opened, LogError> {
        let bytes = files.read(path).map_err(|source| LogError::Io { path: path.to_owned(), source })?;
        Ok(objects(path, &bytes.unwrap_or_default())?.0)
    }

    /// Writes an object, which has at least one entry, on a line. It is durable after the next [`Log::sync`].
    pub fn write(&mut self, object: &str) -> Result<(), LogError> {
        self.check()?;
        let line = line::sealed(object);
        self.synced = false;
        let written = self.file.write(line.as_bytes());
        self.settle(written)?;
        self.length += line.len() as u64;
        Ok(())
    }

    /// Makes everything written durable.
    pub fn sync(&mut self) -> Result<(), LogError> {
        self.check()?;
        if !self.synced {
            let synced = self.file.sync();
            self.settle(synced)?;
            self.synced = true;
        }
        Ok(())
    }

    /// How many bytes its lines have.
    pub fn length(&self) -> u64 {
        self.length
    }

    fn check(&self) -> Result<(), LogError> {
        if self.broken { Err(LogError::Broken { path: self.path.clone() }) } else { Ok(()) }
    }

    fn settle(&mut self, result: io::Result<()>) -> Result<(), LogError> {
        result.map_err(|source| {
            self.broken = true;
            LogError::Io { path: self.path.clone(), source }
        })
    }
}

/// The objects in the bytes of a log, and how many bytes are whole lines.
fn objects(path: &str, bytes: &[u8]) -> Result<(Opened, u64), LogError> {
    let mut opened = Opened::default();
    let mut whole = 0;
    let lines = bytes.split_inclusive(|&byte| byte == b'\n');
    let count = lines.clone().count();
    for (index, line) in lines.enumerate() {
        let text = line.strip_suffix(b"\n").and_then(|line| std::str::from_utf8(line).ok());
        match text.and_then(line::opened) {
            Some(object) => opened.objects.push(object),
            None if index + 1 == count => opened.torn = true,
            None => return Err(LogError::Damaged { path: path.to_owned(), line: index + 1 }),
        }
        if !opened.torn {
            whole += line.len() as u64;
        }
    }
    Ok((opened, whole))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Crash, Memory};

    fn number(n: usize) -> String {
        format!("{{\"n\":{n}}}")
    }

    #[test]
    fn what_was_written_is_read_and_written_on() {
        let files = Memory::new();
        for n in 0..3 {
            let (mut log, opened) = Log::open(&files, "log").unwrap();
            assert_eq!(opened.objects.len(), n);
            log.write(&number(n)).unwrap();
            log.sync().unwrap();
        }
        assert_eq!(Log::peek(&files, "log").unwrap().objects, [number(0), number(1), number(2)]);
    }

    #[test]
    fn a_damaged_line_is_an_error_and_not_forgotten() {
        let files = Memory::new();
        let (mut log, _) = Log::open(&files, "log").unwrap();
        (0..3).for_each(|n| log.write(&number(n)).unwrap());
        let mut bytes = files.read("log").unwrap().unwrap();
        let second = bytes.iter().position(|&byte| byte == b'\n').unwrap() + 6;
        bytes[second] = b'7';
        files.replace("log", &bytes).unwrap();
        let error = Log::open(&files, "log").unwrap_err();
        assert_eq!(error.to_string(), "line 2 of `log` is damaged");
    }

    #[test]
    fn after_a_full_disk_nothing_more_is_written_until_it_is_opened_again() {
        let files = Memory::new();
        let (mut log, _) = Log::open(&files, "log").unwrap();
        log.write(&number(0)).unwrap();
        log.sync().unwrap();
        files.fill_after(5);
        assert!(matches!(log.write(&number(1)), Err(LogError::Io { .. })));
        assert!(matches!(log.write(&number(1)), Err(LogError::Broken { .. })));
        files.empty();
        let (mut log, opened) = Log::open(&files, "log").unwrap();
        assert_eq!(opened, Opened { objects: vec![number(0)], torn: true });
        log.write(&number(1)).unwrap();
        assert_eq!(Log::peek(&files, "log").unwrap().objects.len(), 2);
    }

    proptest! {
        #[test]
        fn a_crash_loses_no_line_that_was_durable(lines in 1usize..12, every in 1usize..4, at in 0usize..40, seed: u64) {
            let files = Memory::new();
            files.crash_at(Crash { step: at, seed });
            let mut durable = 0;
            let mut run = || -> Result<(), LogError> {
                let (mut log, _) = Log::open(&files, "log")?;
                for n in 0..lines {
                    log.write(&number(n))?;
                    if n % every == 0 {
                        log.sync()?;
                        durable = n + 1;
                    }
                }
                Ok(())
            };
            let _crashed = run();
            let files = files.after_crash();
            let (_, opened) = Log::open(&files, "log").unwrap();
            prop_assert!(opened.objects.len() >= durable);
            prop_assert!(opened.objects.iter().enumerate().all(|(n, object)| *object == number(n)));
        }
    }
}
