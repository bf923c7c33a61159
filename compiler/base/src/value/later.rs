use std::sync::Arc;

use super::Value;
use crate::{Address, Span};

/// A value that is decided after compiling.
#[derive(Debug, Clone, PartialEq)]
pub struct Later {
    /// How it comes about.
    pub from: From,
    /// Whether it may only go where secrets may.
    pub secret: bool,
    /// Where the program made it later: what messages point at.
    pub origin: Span,
}

/// How a later value comes about.
#[derive(Debug, Clone, PartialEq)]
pub enum From {
    /// An attribute of a resource, by its path in the cloud's model: `PrimaryEndPoint.Address`.
    Attribute {
        /// The resource.
        of: Address,
        /// The attribute.
        path: Arc<str>,
    },
    /// A value of the account or region that the program is applied to, such as `account`.
    App(Arc<str>),
    /// A secret by reference: `ssm:`, `secretsmanager:`, `env:`, `file:` or a prompt.
    Secret(Arc<str>),
    /// A param without a value, when a program is only checked (D6).
    Param(Address),
    /// Text put together from known and later parts.
    Joined(Arc<[Value]>),
    /// A function that may take later values (D4), and its arguments.
    Call {
        /// The function: `json`, `yaml`, `base64`, `template`, `join` or `split`.
        function: &'static str,
        /// Its arguments.
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

impl Later {
    /// Whether this or what it is made of is secret.
    pub fn is_secret(&self) -> bool {
        self.secret || match &self.from {
            From::Joined(parts) => parts.iter().any(Value::is_secret),
            From::Call { arguments, .. } => arguments.iter().any(Value::is_secret),
            From::Element { of, .. } => of.is_secret(),
            From::Secret(_) => true,
            From::Attribute { .. } | From::App(_) | From::Param(_) => false,
        }
    }
}
