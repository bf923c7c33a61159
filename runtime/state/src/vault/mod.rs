//! Secrets that have to be kept, because the cloud tells them only once: sealed, each for its place.
//!
//! A *data key* seals them, and stands in the document wrapped by a [`Keeper`]: a file, a passphrase, a key of KMS. A sealed
//! text opens only with its data key and at its place: the lineage, the address and the field are part of what is checked, so
//! that nobody can put the secret of one resource into the place of another. What cannot be told is that an older text was put
//! back where it had been.

mod cipher;
mod data_key;
mod error;
mod keeper;
mod key_file;
mod passphrase;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::data_key::DataKey;
pub use self::error::KeyError;
pub use self::keeper::{Keeper, Wrapped};
pub use self::key_file::KeyFile;
pub use self::passphrase::Passphrase;

/// The data keys of a document, as far as they could be opened.
#[derive(Debug, Default)]
pub(crate) struct Vault {
    /// Who wraps keys: the first one new ones too.
    keepers: Vec<Arc<dyn Keeper>>,
    open: BTreeMap<String, DataKey>,
    shut: BTreeMap<String, KeyError>,
}

/// Where a secret belongs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot<'s> {
    pub(crate) lineage: &'s str,
    pub(crate) address: &'s str,
    pub(crate) place: &'s str,
}

impl Spot<'_> {
    fn parts(&self) -> [&str; 3] {
        [self.lineage, self.address, self.place]
    }

    fn shown(&self) -> String {
        format!("{}.{}", self.address, self.place.replace('/', "."))
    }
}

impl Vault {
    pub(crate) fn new(keepers: Vec<Arc<dyn Keeper>>) -> Vault {
        Vault { keepers, ..Vault::default() }
    }

    /// Opens what of these keys is not open yet; why one stays shut is told to whoever needs it.
    pub(crate) async fn unlock(&mut self, lineage: &str, keys: &BTreeMap<String, Wrapped>) {
        for (name, wrapped) in keys {
            if self.open.contains_key(name) {
                continue;
            }
            match self.unwrapped(lineage, wrapped).await {
                Ok(key) => drop(self.open.insert(name.clone(), key)),
                Err(why) => drop(self.shut.insert(name.clone(), why)),
            }
        }
    }

    async fn unwrapped(&self, lineage: &str, wrapped: &Wrapped) -> Result<DataKey, KeyError> {
        let keeper = self.keepers.iter().find(|keeper| keeper.kind() == wrapped.by);
        let keeper = keeper.ok_or_else(|| KeyError::NoKeeper { by: wrapped.by.clone() })?;
        keeper.open(lineage, wrapped).await
    }

    /// The name of an open key that new secrets are sealed with, if there is one: a key of the first keeper's.
    pub(crate) fn current<'k>(&self, keys: &'k BTreeMap<String, Wrapped>) -> Option<&'k str> {
        let kind = self.keepers.first()?.kind();
        let own = keys.iter().find(|(name, wrapped)| wrapped.by == kind && self.open.contains_key(*name));
        own.map(|(name, _)| name.as_str())
    }

    /// A new key: its name, and how it stands in the document. Nobody may seal with it before it stands there.
    pub(crate) async fn draw(&mut self, lineage: &str) -> Result<(String, Wrapped), KeyError> {
        let keeper = self.keepers.first().ok_or(KeyError::NoKey)?;
        let (key, wrapped) = keeper.draw(lineage).await?;
        let name =
            cloudc_provider::Token::of(&["key", lineage, &wrapped.text]).as_str().chars().take(8).collect::<String>();
        self.open.insert(name.clone(), key);
        Ok((name, wrapped))
    }

    /// A secret, sealed for its place.
    pub(crate) fn seal(&self, name: &str, spot: Spot<'_>, secret: &str) -> Result<String, KeyError> {
        let key = self.open.get(name).ok_or(KeyError::NoKey)?;
        Ok(format!("{name}:{}", cipher::seal(key, &spot.parts(), secret.as_bytes())?))
    }

    /// The secret that was sealed for a place.
    pub(crate) fn open(&self, spot: Spot<'_>, sealed: &str) -> Result<String, KeyError> {
        let broken = || KeyError::Broken { place: spot.shown() };
        let (name, text) = sealed.split_once(':').ok_or_else(broken)?;
        let Some(key) = self.open.get(name) else {
            return Err(self.shut.get(name).cloned().unwrap_or_else(broken));
        };
        let bytes = cipher::open(key, &spot.parts(), text).ok_or_else(broken)?;
        String::from_utf8(bytes).map_err(|_| broken())
    }
}
