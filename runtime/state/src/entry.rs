use std::collections::BTreeMap;

use cloudc_provider::path::Place;
use cloudc_provider::{Action, Class, Connection, Home, Rollout, Site, Timestamp, Token};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{Record, Wrapped};

/// One thing that happened; a document is the sum of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Entry {
    /// A run began.
    Began {
        /// What it was called for: `apply`.
        command: String,
        /// What identifies the program that it works on.
        graph: String,
    },
    /// The program lives here from now on.
    Settled {
        /// Cloud, account and region.
        home: Home,
    },
    /// An operation is about to be sent. What it does is not known until one of its outcomes is written.
    Intent(Box<Intent>),
    /// The cloud calls the operation so.
    Accepted {
        /// The operation.
        op: Token,
        /// Its name there.
        handle: String,
    },
    /// What the operation makes is called so.
    Identified {
        /// The operation.
        op: Token,
        /// The primary identifier.
        identifier: String,
    },
    /// The cloud told a secret, and will not again: it is kept with what the operation makes, sealed.
    Sealed {
        /// The operation.
        op: Token,
        /// Where it was told, in the cloud's model.
        place: String,
        /// The secret, sealed for this place of the resource.
        sealed: String,
    },
    /// The secrets of a resource are sealed for another address.
    Resealed {
        /// The address.
        address: String,
        /// All its secrets, by place.
        sealed: BTreeMap<String, String>,
    },
    /// Secrets may be sealed with a key from now on.
    Keyed {
        /// What sealed texts call it.
        name: String,
        /// The key, wrapped.
        key: Wrapped,
    },
    /// Outcome: the resource is as it should be.
    Made {
        /// The operation.
        op: Token,
        /// The resource.
        record: Box<Record>,
    },
    /// Outcome: the resource is gone.
    Gone {
        /// The operation.
        op: Token,
    },
    /// Outcome: the cloud refused, or it failed.
    Failed {
        /// The operation.
        op: Token,
        /// What kind of fault it was; none if nothing was done at all.
        class: Option<Class>,
        /// The cloud's code.
        code: String,
        /// What the cloud said.
        message: String,
        /// What is left of a creation.
        left: Option<Box<Record>>,
        /// Whether a change may have been made in part.
        partly: bool,
    },
    /// What was read, or what is recorded about a resource beside its properties.
    Noted {
        /// The resource.
        address: String,
        /// What is recorded from now on.
        record: Box<Record>,
    },
    /// A cluster was reached by a way, before anything was done on it.
    Reached {
        /// Where the cluster is, with the address of its API if the program makes it.
        site: Site,
        /// The way.
        connection: Connection,
    },
    /// A resource has another address.
    Moved {
        /// The address before.
        from: String,
        /// The address from now on.
        to: String,
    },
    /// A resource is no longer the program's; the cloud keeps it.
    Forgotten(Target),
    /// The answer to a question about the account.
    Answered {
        /// The question.
        question: String,
        /// The answer; null takes it back.
        answer: Json,
    },
    /// All outputs.
    Outputs {
        /// By name.
        values: BTreeMap<String, Json>,
    },
    /// The stacks of CloudFormation that hold what is made of the program.
    Stacks {
        /// Their names; none if resources are recorded here instead.
        names: Vec<String>,
    },
    /// Something is halted from now on, or goes on.
    Halted {
        /// Which.
        address: String,
        /// Since when; none if it goes on.
        since: Option<Timestamp>,
    },
    /// A run ended in good order.
    Ended {
        /// How many operations were done.
        done: usize,
        /// How many failed.
        failed: usize,
        /// How many were not tried.
        left: usize,
    },
}

/// An operation that is about to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Intent {
    /// Identifies it, in the cloud too.
    pub op: Token,
    /// What it does.
    pub action: Action,
    /// To what.
    pub target: Target,
    /// The type of the resource.
    #[serde(rename = "type")]
    pub ty: String,
    /// Where.
    pub site: Site,
    /// The way to the cluster that it is an object of, if that is not the one that was taken last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<Connection>,
    /// What is called so; empty for a creation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub identifier: String,
    /// What is to be there.
    #[serde(default, skip_serializing_if = "Json::is_null")]
    pub properties: Json,
    /// The places that a change writes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// How machines that run become so too, if they are to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollout: Option<Rollout>,
    /// The addresses of what it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// `@protect`, `@retain` and `@snapshot` of the resource.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// How long it may take, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<u64>,
    /// When it was written, by the cloud's clock.
    pub at: Timestamp,
}

/// Which recorded resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Target {
    /// Its address.
    pub address: String,
    /// The operation that made it, if another resource has taken its place at the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<Token>,
}

impl Target {
    /// The resource at an address.
    pub fn at(address: impl Into<String>) -> Target {
        Target { address: address.into(), replaced: None }
    }
}
