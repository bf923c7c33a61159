use std::fmt::Debug;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{DataKey, KeyError};

/// Who keeps what data keys are wrapped with.
#[async_trait]
pub trait Keeper: Debug + Send + Sync {
    /// What kind of keeper it is, as documents say it: `file`, `passphrase`, `kms`.
    fn kind(&self) -> &'static str;

    /// A new data key for the state of this lineage, and how it stands in the document.
    async fn draw(&self, lineage: &str) -> Result<(DataKey, Wrapped), KeyError>;

    /// The data key that it wrapped.
    async fn open(&self, lineage: &str, wrapped: &Wrapped) -> Result<DataKey, KeyError>;
}

/// A data key as only its keeper can open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrapped {
    /// The kind of the keeper.
    pub by: String,
    /// With which of its keys, where it has several.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub with: String,
    /// The key, sealed.
    pub text: String,
}
