use std::sync::Arc;

use serde_json::Value as Json;

use crate::Site;

/// A resource as the cloud has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Actual {
    /// Its primary identifier; several parts are joined with a bar.
    pub identifier: String,
    /// Everything the cloud tells about it, in its own model: what was written, and what the cloud sets.
    pub model: Json,
    /// Whether it can be used.
    pub readiness: Readiness,
}

/// Whether a resource can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// It is there.
    Ready,
    /// It is being made or changed.
    Busy,
    /// It is being deleted.
    Going,
    /// Making it failed, and it was left behind.
    Failed,
}

/// What looking for the outcome of a creation found.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// The resource that it made.
    One(Actual),
    /// It made none, as far as can be seen by now.
    None,
    /// This cannot be told; sending it again with the same token does no harm and tells.
    Ask,
}

/// A resource that carries the mark of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned {
    /// Its type, as the language writes it.
    pub ty: String,
    /// Its primary identifier.
    pub identifier: String,
    /// Its address in the program when it was made.
    pub address: String,
    /// The token of the operation that made it.
    pub token: Arc<str>,
}

/// A resource that is there, whoever made it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Present {
    /// Its type, as the language writes it.
    pub ty: String,
    /// Its primary identifier.
    pub identifier: String,
    /// The program whose mark it carries; empty if it carries none.
    pub app: String,
    /// Its address in that program when it was made.
    pub address: String,
    /// Where it lives, if not where the program does.
    pub site: Option<Site>,
}
