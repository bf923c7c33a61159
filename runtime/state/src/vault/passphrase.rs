use std::fmt;
use std::num::NonZeroU32;

use async_trait::async_trait;
use aws_lc_rs::pbkdf2::{PBKDF2_HMAC_SHA256, derive};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;

use super::{DataKey, Keeper, KeyError, Wrapped, cipher};

/// How often the passphrase is stirred. Source: OWASP's Password Storage Cheat Sheet, for PBKDF2 with SHA-256.
const ROUNDS: NonZeroU32 = NonZeroU32::MIN.saturating_add(599_999);

/// A passphrase that people know.
pub struct Passphrase(String);

impl Passphrase {
    /// This one.
    ///
    /// # Errors
    /// It is empty.
    pub fn new(text: impl Into<String>) -> Result<Passphrase, KeyError> {
        let text = text.into();
        if text.trim().is_empty() { Err(KeyError::NoPassphrase) } else { Ok(Passphrase(text)) }
    }

    /// The key that it comes to with a salt.
    fn key(&self, salt: &[u8]) -> Option<DataKey> {
        let mut bytes = [0; 32];
        derive(PBKDF2_HMAC_SHA256, ROUNDS, salt, self.0.as_bytes(), &mut bytes);
        DataKey::of(&bytes)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

#[async_trait]
impl Keeper for Passphrase {
    fn kind(&self) -> &'static str {
        "passphrase"
    }

    async fn draw(&self, lineage: &str) -> Result<(DataKey, Wrapped), KeyError> {
        // The salt is drawn as a key is: 32 bytes of chance.
        let (salt, key) = (DataKey::draw()?, DataKey::draw()?);
        let own = self.key(salt.bytes()).ok_or(KeyError::Passphrase)?;
        let text = cipher::seal(&own, &["data key", lineage], key.bytes())?;
        Ok((key, Wrapped { by: self.kind().to_owned(), with: BASE64.encode(salt.bytes()), text }))
    }

    async fn open(&self, lineage: &str, wrapped: &Wrapped) -> Result<DataKey, KeyError> {
        let own = BASE64.decode(&wrapped.with).ok().and_then(|salt| self.key(&salt));
        let bytes = own.and_then(|own| cipher::open(&own, &["data key", lineage], &wrapped.text));
        bytes.and_then(|bytes| DataKey::of(&bytes)).ok_or(KeyError::Passphrase)
    }
}
