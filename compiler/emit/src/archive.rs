use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// An archive that is the same for the same files, given in the same order: times and modes are fixed. Everybody may read and run
/// its files: a runtime's `bootstrap` must be runnable, and the world that files come from does not say which are.
pub struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Archive {
    /// An empty one.
    #[expect(clippy::new_without_default, reason = "it is begun to be written")]
    pub fn new() -> Archive {
        Archive(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Adds a file.
    ///
    /// # Errors
    /// It does not fit into an archive: why.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o755);
        self.0.start_file(name, options).map_err(|error| error.to_string())?;
        self.0.write_all(bytes).map_err(|error| error.to_string())
    }

    /// Its bytes.
    ///
    /// # Errors
    /// It holds more than an archive can: why.
    pub fn end(self) -> Result<Vec<u8>, String> {
        Ok(self.0.finish().map_err(|error| error.to_string())?.into_inner())
    }
}
