use cloudc_provider::{Rollout, Site};
use cloudc_state::Record;
use serde_json::Value as Json;

use super::{Cause, First};

/// What is decided for a node.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Decision {
    /// It stays as it is.
    Keep,
    /// It is no part of what is planned, and stays as it is, if it is there.
    LeftOut,
    /// It is read; nothing is made.
    Read,
    /// It is made.
    Create,
    /// It is changed in place.
    Update {
        /// Whether for sure.
        sure: bool,
    },
    /// It is replaced.
    Replace {
        /// Whether for sure.
        sure: bool,
        first: First,
    },
    /// Everything is removed: this is not made.
    Out,
}

/// What is planned for a node of the graph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Planned {
    pub(crate) decision: Decision,
    pub(crate) causes: Vec<Cause>,
    /// The address that its record has, if that is another.
    pub(crate) moved_from: Option<String>,
    /// What it is to be, as far as that is known; null for what stays as it is.
    pub(crate) properties: Json,
    pub(crate) site: Site,
    /// The addresses of what it needs, sorted.
    pub(crate) needs: Vec<String>,
    /// What was read of it for this plan.
    pub(crate) fresh: Option<Box<Record>>,
    /// How machines that run become so too.
    pub(crate) rollout: Option<Rollout>,
    /// Something that is recorded beside its properties differs.
    pub(crate) notes: bool,
    /// Whether it names something that is replaced, and that nobody deletes as long as it does.
    pub(crate) lets_go: bool,
}
