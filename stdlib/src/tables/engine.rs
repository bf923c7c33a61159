use std::collections::BTreeMap;

use serde::Deserialize;

use crate::Facts;

/// A database engine that AWS runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Engine {
    /// Its versions.
    #[serde(default)]
    pub versions: Vec<Box<str>>,
    /// Of them those that are deprecated.
    #[serde(rename = "old", default)]
    pub deprecated: Vec<Box<str>>,
}

impl Facts {
    /// The engines of `rds/instance`, `rds/cluster` or `elasticache`, by name.
    pub fn engines(&self, service: &str) -> BTreeMap<Box<str>, Engine> {
        self.tables().parse(&format!("engines/{service}")).unwrap_or_default()
    }
}
