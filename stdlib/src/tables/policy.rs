use serde::Deserialize;

use crate::Facts;

/// A policy that AWS manages. In the lists of services, `*` is every service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ManagedPolicy {
    /// The path in its ARN, e.g. `/service-role/`; none: the policy no longer exists.
    pub path: Option<Box<str>>,
    /// The policy to use instead.
    #[serde(rename = "next")]
    pub successor: Option<Box<str>>,
    /// Services of which it grants everything on every resource.
    #[serde(rename = "f", default)]
    pub full: Vec<Box<str>>,
    /// Services of which it grants something that may change things.
    #[serde(rename = "w", default)]
    pub write: Vec<Box<str>>,
    /// Services of which it grants only reading.
    #[serde(rename = "r", default)]
    pub read: Vec<Box<str>>,
}

impl ManagedPolicy {
    /// Whether it still exists.
    pub fn exists(&self) -> bool {
        self.path.is_some()
    }
}

impl Facts {
    /// What is known about the managed policy with this name, without its path; also about some that are gone.
    pub fn managed_policy(&self, name: &str) -> Option<ManagedPolicy> {
        self.tables().parse(&format!("policy/{name}"))
    }

    /// The names of all managed policies, sorted.
    pub fn managed_policies(&self) -> impl Iterator<Item = &'static str> {
        self.tables().container.names_after("policy/")
    }
}
