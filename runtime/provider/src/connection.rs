use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The way to a cluster of Kubernetes, as the word `connection` of its noun says it: where its API is and who vouches for
/// it, or a context of one's own configuration of kubectl.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Connection {
    /// The address of its API: `https://..`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Arc<str>>,
    /// The certificates of its authority, PEM in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Arc<str>>,
    /// Its name, where EKS says who may come in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eks: Option<Arc<str>>,
    /// A context of one's own configuration: `kubectl config get-contexts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Arc<str>>,
}
