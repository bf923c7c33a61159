//! Values: what expressions give.
//!
//! A value is known, or it is *later*: the cloud, a person or a secret store decides it, and until then it is a
//! description of where it comes from ([`Later`]). Records and lists are always known, whatever their leaves are (D3).

mod later;
mod of_json;
mod parts;
mod ports;
mod show;
mod table;

use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;

pub use later::{From, Later};
pub use parts::{Entries, List, Record};
pub use ports::{Ports, Protocol};

use crate::{Address, Duration, Percent, Size};

/// A value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing: only a `T?` holds it.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a dot.
    Float(f64),
    /// Text.
    Text(Arc<str>),
    /// A span of time.
    Duration(Duration),
    /// A number of bytes.
    Size(Size),
    /// A share.
    Percent(Percent),
    /// A range of addresses.
    Cidr(IpNet),
    /// An address.
    Ip(IpAddr),
    /// From a smallest to a largest value, both included; both of one kind.
    Range(Arc<(Value, Value)>),
    /// Ports of a protocol.
    Ports(Ports),
    /// Values in order.
    List(Arc<List>),
    /// Values by name, in the order in which they were written.
    Record(Arc<Record>),
    /// A thing of the program: a resource, or an instance of a noun.
    Handle(Address),
    /// What is known later.
    Later(Arc<Later>),
}

impl Value {
    /// Text.
    pub fn text(text: impl AsRef<str>) -> Value {
        Value::Text(Arc::from(text.as_ref()))
    }

    /// A list.
    pub fn list(values: impl IntoIterator<Item = Value>) -> Value {
        Value::List(Arc::new(List::new(values.into_iter().collect())))
    }

    /// A record.
    pub fn record<'n>(entries: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
        let mut record = Entries::new();
        entries.into_iter().for_each(|(name, value)| record.set(name, value));
        record.seal()
    }

    /// The first later value in this one, if there is any: the one that messages name.
    pub fn later(&self) -> Option<&Arc<Later>> {
        match self {
            Value::Later(later) => Some(later),
            Value::List(values) => values.summary().later.as_ref(),
            Value::Record(record) => record.summary().later.as_ref(),
            Value::Range(ends) => ends.0.later().or_else(|| ends.1.later()),
            _ => None,
        }
    }

    /// Whether any part of it is secret.
    pub fn is_secret(&self) -> bool {
        match self {
            Value::Later(later) => later.is_secret(),
            Value::List(values) => values.summary().secret,
            Value::Record(record) => record.summary().secret,
            Value::Range(ends) => ends.0.is_secret() || ends.1.is_secret(),
            _ => false,
        }
    }

    /// How much there is to look at, all parts of parts counted: what shows, compares or copies a value takes so long.
    ///
    /// Parts are shared, so a value of little memory may weigh much. Whoever makes values bounds this.
    pub fn weight(&self) -> u64 {
        match self {
            Value::Text(text) => 1 + text.len() as u64 / 64,
            Value::Range(ends) => 1 + ends.0.weight() + ends.1.weight(),
            Value::List(values) => values.summary().weight,
            Value::Record(record) => record.summary().weight,
            Value::Later(later) => later.weight(),
            _ => 1,
        }
    }

    /// How many values stand in one another here, this one counted: whatever goes through all parts goes so deep.
    ///
    /// Whoever makes values bounds this: even to let go of a value takes as much stack.
    pub fn depth(&self) -> u32 {
        match self {
            Value::Range(ends) => ends.0.depth().max(ends.1.depth()).saturating_add(1),
            Value::List(values) => values.summary().depth,
            Value::Record(record) => record.summary().depth,
            Value::Later(later) => later.depth(),
            _ => 1,
        }
    }

    /// The kind of value, in the words of the language.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a Bool",
            Value::Int(_) => "an Int",
            Value::Float(_) => "a Float",
            Value::Text(_) => "a String",
            Value::Duration(_) => "a Duration",
            Value::Size(_) => "a Size",
            Value::Percent(_) => "a Percent",
            Value::Cidr(_) => "a Cidr",
            Value::Ip(_) => "an Ip",
            Value::Range(_) => "a Range",
            Value::Ports(_) => "a Port",
            Value::List(_) => "a list",
            Value::Record(_) => "a record",
            Value::Handle(_) => "a handle",
            Value::Later(_) => "a later value",
        }
    }
}
