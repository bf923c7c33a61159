use std::sync::Arc;

use super::Value;
use super::parts::Summary;
use crate::{Address, Span};

/// A value that is decided after compiling.
///
/// Two are equal if they come about alike; where the program says so is no part of what they are.
#[derive(Debug, Clone)]
pub struct Later {
    from: From,
    secret: bool,
    origin: Span,
    weight: u64,
    depth: u32,
}

/// How a later value comes about.
#[derive(Debug, Clone, PartialEq)]
pub enum From {
    /// An attribute of a resource, by its path in the cloud's model: `PrimaryEndPoint.Address`; below an element of a list
    /// its number is a step: `status.loadBalancer.ingress.0.hostname`.
    Attribute {
        /// The resource.
        of: Address,
        /// The attribute.
        path: Arc<str>,
    },
    /// A value of the account or region that the program is applied to: `account`, `region`, and `assets`, the bucket that
    /// assets are uploaded to.
    App(Arc<str>),
    /// A secret by reference: `ssm:`, `secretsmanager:`, `env:`, `file:` or a prompt.
    Secret(Arc<str>),
    /// A param without a value, when a program is only checked (D6).
    Param(Address),
    /// Text put together from known and later parts.
    Joined(Arc<[Value]>),
    /// A function that may take later values (D4), and its arguments; what it gives for known ones: [`functions::call`](crate::functions::call).
    Call {
        /// The function: `json`, `yaml`, `base64`, `join` or `split`; a template is [`From::Joined`]. And
        /// `program_policy`, which needs the whole graph: whoever has it computes it last (D46).
        function: &'static str,
        /// Its arguments.
        arguments: Arc<[Value]>,
    },
    /// What the account or region is asked once, and recorded: the id of a machine image, the name of a zone.
    Lookup {
        /// What is asked: `image`, `zone`.
        what: &'static str,
        /// What the question is about: of an image the public parameter of Systems Manager that holds its id, of a zone its
        /// slot, a letter from `a` to `f`.
        arguments: Arc<[Value]>,
    },
    /// An element of a later list, by a constant index.
    Element {
        /// The list.
        of: Arc<Later>,
        /// The index, from 0.
        index: u32,
    },
}

impl PartialEq for Later {
    fn eq(&self, other: &Later) -> bool {
        self.weight == other.weight && self.secret == other.secret && self.from == other.from
    }
}

impl Later {
    /// A value that comes about like this; `origin` is where the program made it later.
    pub fn new(from: From, origin: Span) -> Later {
        let (weight, depth, secret) = match &from {
            From::Joined(parts) | From::Call { arguments: parts, .. } | From::Lookup { arguments: parts, .. } => {
                let summary = Summary::of(parts.iter());
                (summary.weight, summary.depth, summary.secret)
            }
            From::Element { of, .. } => (of.weight + 1, of.depth.saturating_add(1), of.secret),
            From::Secret(_) => (1, 1, true),
            From::Attribute { .. } | From::App(_) | From::Param(_) => (1, 1, false),
        };
        Later { from, secret, origin, weight, depth }
    }

    /// The same, and it may only go where secrets may.
    #[must_use]
    pub fn secret(self) -> Later {
        Later { secret: true, ..self }
    }

    /// The value.
    pub fn value(self) -> Value {
        Value::Later(Arc::new(self))
    }

    /// How it comes about.
    pub fn from(&self) -> &From {
        &self.from
    }

    /// Where the program made it later: what messages point at.
    pub fn origin(&self) -> Span {
        self.origin
    }

    /// Whether this or what it is made of is secret.
    pub fn is_secret(&self) -> bool {
        self.secret
    }

    /// The param of the program without a value that this comes from, if it does: its name.
    pub fn param(&self) -> Option<&Arc<str>> {
        if self.secret {
            return None; // A secret is never known here, whoever gives it.
        }
        match &self.from {
            From::Param(address) => address.last().map(|step| &step.name),
            From::Element { of, .. } => of.param(),
            From::Joined(parts) | From::Call { arguments: parts, .. } | From::Lookup { arguments: parts, .. } => {
                parts.iter().filter_map(Value::later).find_map(|later| later.param())
            }
            From::Attribute { .. } | From::App(_) | From::Secret(_) => None,
        }
    }

    pub(super) fn weight(&self) -> u64 {
        self.weight
    }

    pub(super) fn depth(&self) -> u32 {
        self.depth
    }
}
