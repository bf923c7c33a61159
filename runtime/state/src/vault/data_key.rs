use std::fmt;

use super::KeyError;

/// A key of 256 bits in clear: in memory only, as long as it is needed.
#[derive(Clone, PartialEq, Eq)]
pub struct DataKey([u8; 32]);

impl DataKey {
    /// One that was never drawn before.
    ///
    /// # Errors
    /// The machine gives no chance.
    pub fn draw() -> Result<DataKey, KeyError> {
        let mut bytes = [0; 32];
        aws_lc_rs::rand::fill(&mut bytes).map_err(|_| KeyError::NoChance)?;
        Ok(DataKey(bytes))
    }

    /// The key of these bytes; none if they are no 32.
    pub fn of(bytes: &[u8]) -> Option<DataKey> {
        bytes.try_into().ok().map(DataKey)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey")
    }
}

impl Drop for DataKey {
    fn drop(&mut self) {
        // As far as a compiler lets it: nobody looks at the bytes again.
        std::hint::black_box(&mut self.0).fill(0);
    }
}
