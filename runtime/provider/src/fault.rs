use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Actual;

/// Why a call did not do what it should.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// What may be done about it.
    pub class: Class,
    /// The cloud's own name for it: `InvalidVpcID.NotFound`.
    pub code: String,
    /// What the cloud says, one line.
    pub message: String,
    /// When to try again at the earliest, where the cloud says so.
    pub after: Option<Duration>,
    /// What a creation left behind that failed half-way.
    pub left: Option<Box<Actual>>,
}

/// What kind of fault it is: this decides what is done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Too many calls: the same later.
    Throttled,
    /// What the call is about, or what it refers to, is not there, perhaps not yet.
    NotFound,
    /// The name is taken, or it is being changed by another call.
    Conflict,
    /// It cannot be deleted while something refers to it, perhaps still.
    Held,
    /// The request means nothing to the cloud.
    Invalid,
    /// A property cannot be changed in place.
    Immutable,
    /// A limit of the account is reached.
    Quota,
    /// The caller may not do this.
    Denied,
    /// No answer came: the call may have been carried out.
    Lost,
    /// The cloud failed; nothing was done.
    Transient,
    /// It was accepted and did not become ready, or not in time.
    Failed,
}

impl Class {
    /// The word of logs and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Class::Throttled => "throttled",
            Class::NotFound => "not_found",
            Class::Conflict => "conflict",
            Class::Held => "held",
            Class::Invalid => "invalid",
            Class::Immutable => "immutable",
            Class::Quota => "quota",
            Class::Denied => "denied",
            Class::Lost => "lost",
            Class::Transient => "transient",
            Class::Failed => "failed",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Fault {
    /// A fault of a class, with the cloud's code and message.
    pub fn new(class: Class, code: impl Into<String>, message: impl Into<String>) -> Fault {
        Fault { class, code: code.into(), message: message.into(), after: None, left: None }
    }

    /// Nothing was sent, because it could not be put together.
    pub fn impossible(why: impl Into<String>) -> Fault {
        Fault::new(Class::Invalid, "", why)
    }

    /// The provider itself broke off: the call may have been carried out.
    pub fn broken() -> Fault {
        Fault::new(Class::Lost, "Panic", "the provider broke off")
    }

    /// The same, and this is left of what was to be made.
    #[must_use]
    pub fn leaving(self, left: Actual) -> Fault {
        Fault { left: Some(Box::new(left)), ..self }
    }
}
