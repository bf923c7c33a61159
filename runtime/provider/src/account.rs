use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value as Json;

use crate::{Call, Fault, Site};

/// What an account does for who makes things beside it: it vouches for whoever calls, and opens its vaults.
#[async_trait]
pub trait Account: Debug + Send + Sync {
    /// What lets in to a cluster of this name.
    async fn pass(&self, site: &Site, cluster: &str) -> Result<Pass, Fault>;

    /// The address of the API of the cluster of this name; none if there is no such cluster, or it has none yet.
    async fn api(&self, site: &Site, cluster: &str) -> Result<Option<String>, Fault>;

    /// Properties with the secrets in the places of their references.
    async fn reveal(&self, call: &Call, properties: &Json) -> Result<Json, Fault>;
}

/// What lets in to a cluster, for a time.
#[derive(Clone)]
pub struct Pass {
    /// The word that is said.
    pub token: String,
    /// How long it is good for, from now on.
    pub lasts: Duration,
}

impl Debug for Pass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pass").field("lasts", &self.lasts).finish_non_exhaustive()
    }
}
