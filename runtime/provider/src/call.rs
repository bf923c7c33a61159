use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use cloudc_facts::ResourceType;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::path::Place;
use crate::{Connection, Revealed, Rollout};

/// What every call is about: which resource of which program, where, and the token that makes the call one call however
/// often it is sent.
#[derive(Debug, Clone)]
pub struct Call {
    /// The program's name.
    pub app: Arc<str>,
    /// The resource's address in the program.
    pub address: Arc<str>,
    /// What is known of its type.
    pub ty: Arc<ResourceType>,
    /// Where it lives.
    pub site: Site,
    /// The way to the cluster that it is an object of, as far as it is known.
    pub connection: Option<Arc<Connection>>,
    /// Two calls with one token are one operation.
    pub token: Token,
    /// How long it may take, where the program says so.
    pub timeout: Option<Duration>,
    /// Whether its contents are kept in a snapshot before it is deleted.
    pub snapshot: bool,
    /// What the provider called the operation when it accepted it, if this goes on with one.
    pub handle: Option<Arc<str>>,
    /// Secrets that the state keeps, as far as the properties refer to them.
    pub revealed: Revealed,
}

/// Where a resource lives.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Site {
    /// The account's number; empty until it is known.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub account: Arc<str>,
    /// The region.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub region: Arc<str>,
    /// The address of the cluster that it is an object of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<Arc<str>>,
    /// The address of that cluster's API, where the program makes the cluster: one that is made anew at the same address of the
    /// program is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api: Option<Arc<str>>,
}

impl Site {
    /// The same place after something moved to another address: the cluster, or what the cluster is a part of.
    #[must_use]
    pub fn moved(&self, from: &str, to: &str) -> Site {
        let Some(cluster) = &self.cluster else { return self.clone() };
        let (mut old, mut new) = (from, to);
        loop {
            if **cluster == *old {
                return Site { cluster: Some(new.into()), ..self.clone() };
            }
            // A part that both addresses end with: what moved is what holds it.
            match (old.rsplit_once('.'), new.rsplit_once('.')) {
                (Some((old_holder, name)), Some((new_holder, same))) if name == same => {
                    (old, new) = (old_holder, new_holder)
                }
                _ => return self.clone(),
            }
        }
    }
}

/// The identity of one operation: 32 hexadecimal digits, the same each time it is tried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(Arc<str>);

impl Token {
    /// The token of what these parts identify together.
    pub fn of(parts: &[&str]) -> Token {
        let mut hash = blake3::Hasher::new();
        for part in parts {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        Token(hash.finalize().to_hex().chars().take(32).collect::<String>().into())
    }

    /// Its digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A change in place.
#[derive(Debug, Clone, Copy)]
pub struct Change<'c> {
    /// What was written before.
    pub before: &'c Json,
    /// What is to be there.
    pub after: &'c Json,
    /// The places that differ; those that somebody else owns are not among them.
    pub places: &'c [Place],
    /// How machines that run become so too, if they are to.
    pub rollout: Option<&'c Rollout>,
}

/// A question to the account or region whose answer is recorded: the id of an image, the name of a zone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// What is asked: `image`, `zone`.
    pub what: Arc<str>,
    /// What the question is about.
    pub arguments: Vec<String>,
    /// Where it is asked.
    pub site: Site,
}

impl Question {
    /// The question in one line, as state records it.
    pub fn key(&self) -> String {
        format!("{}({}) in {}", self.what, self.arguments.join(", "), self.site.region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_moves_with_what_holds_it() {
        let on = |cluster: &str| Site { cluster: Some(cluster.into()), ..Site::default() };
        assert_eq!(on("edge").moved("edge.cluster", "main.cluster"), on("main"));
        assert_eq!(on("edge.cluster").moved("edge.cluster", "edge.plane"), on("edge.plane"));
        assert_eq!(on("edge").moved("edge.role", "edge.access"), on("edge"));
        assert_eq!(Site::default().moved("a", "b"), Site::default());
    }
}
