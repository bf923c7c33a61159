use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use cloudc_durable::Files;
use cloudc_provider::Token;

use super::{DataKey, Keeper, KeyError, Wrapped, cipher};

/// The file beside the state.
const NAME: &str = "key";

/// A file of keys, one a line, the newest last. It is made when the first secret is kept, and no key is ever taken out of it:
/// versions in the history are sealed with older ones.
#[derive(Debug)]
pub struct KeyFile {
    files: Arc<dyn Files>,
    /// What people call it.
    shown: String,
    /// The next key is a new one.
    fresh: bool,
}

impl KeyFile {
    /// The file in a folder; `shown` is what messages call it.
    pub fn new(files: Arc<dyn Files>, shown: impl Into<String>) -> KeyFile {
        KeyFile { files, shown: shown.into(), fresh: false }
    }

    /// The same; what is drawn is wrapped with a new line of the file.
    #[must_use]
    pub fn fresh(self) -> KeyFile {
        KeyFile { fresh: true, ..self }
    }

    fn wrong(&self, why: impl Into<String>) -> KeyError {
        KeyError::File { path: self.shown.clone(), why: why.into() }
    }

    /// All its keys.
    fn keys(&self) -> Result<Vec<DataKey>, KeyError> {
        let bytes = self.files.read(NAME).map_err(|error| self.wrong(error.to_string()))?;
        let text = String::from_utf8(bytes.unwrap_or_default()).map_err(|_| self.wrong("it is no text"))?;
        let key = |line: &str| BASE64.decode(line).ok().and_then(|bytes| DataKey::of(&bytes));
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(|line| key(line).ok_or_else(|| self.wrong("a line of it is no key"))).collect()
    }

    /// Its newest key; one is drawn and written if there is none, or a new one is wanted.
    fn newest(&self) -> Result<DataKey, KeyError> {
        let mut keys = self.keys()?;
        match keys.pop().filter(|_| !self.fresh) {
            Some(key) => Ok(key),
            None => self.add(),
        }
    }

    fn add(&self) -> Result<DataKey, KeyError> {
        let key = DataKey::draw()?;
        let before = self.files.read(NAME).map_err(|error| self.wrong(error.to_string()))?;
        let before = before
            .unwrap_or_else(|| b"# Whoever has this file can read the secrets of the state beside it.\n".to_vec());
        let text = [before.as_slice(), BASE64.encode(key.bytes()).as_bytes(), b"\n"].concat();
        self.files.replace_private(NAME, &text).map_err(|error| self.wrong(error.to_string()))?;
        Ok(key)
    }
}

/// What a key of the file is called: nothing of the key itself.
fn name(key: &DataKey) -> String {
    Token::of(&["key file", &BASE64.encode(key.bytes())]).as_str().chars().take(8).collect()
}

#[async_trait]
impl Keeper for KeyFile {
    fn kind(&self) -> &'static str {
        "file"
    }

    async fn draw(&self, lineage: &str) -> Result<(DataKey, Wrapped), KeyError> {
        let (newest, key) = (self.newest()?, DataKey::draw()?);
        let with = name(&newest);
        let text = cipher::seal(&newest, &["data key", lineage], key.bytes())?;
        Ok((key, Wrapped { by: self.kind().to_owned(), with, text }))
    }

    async fn open(&self, lineage: &str, wrapped: &Wrapped) -> Result<DataKey, KeyError> {
        let keys = self.keys()?;
        let own = keys.iter().find(|key| name(key) == wrapped.with);
        let none = || KeyError::NotInFile { name: wrapped.with.clone(), path: self.shown.clone() };
        let bytes = cipher::open(own.ok_or_else(none)?, &["data key", lineage], &wrapped.text);
        let key = bytes.and_then(|bytes| DataKey::of(&bytes));
        key.ok_or_else(|| KeyError::Key { name: wrapped.with.clone() })
    }
}
