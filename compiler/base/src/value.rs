//! Values: what expressions give.
//!
//! A value is known, or it is *later*: the cloud, a person or a secret store decides it, and until then it is a
//! description of where it comes from ([`Later`]). Records and lists are always known, whatever their leaves are (D3).

mod later;
mod ports;
mod show;

use std::net::IpAddr;
use std::sync::Arc;

use indexmap::IndexMap;
use ipnet::IpNet;
use rustc_hash::FxBuildHasher;

pub use later::{From, Later};
pub use ports::{Ports, Protocol};

use crate::{Address, Duration, Percent, Size};

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: only a `T?` holds it.
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
    List(Arc<[Value]>),
    /// Values by name, in the order in which they were written.
    Record(Arc<Record>),
    /// A thing of the program: a resource, or an instance of a noun.
    Handle(Address),
    /// What is known later.
    Later(Arc<Later>),
}

/// Values by name, in the order in which they were written. Two are equal if they hold the same, in whatever order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record(IndexMap<Arc<str>, Value, FxBuildHasher>);

impl Record {
    /// A record without entries.
    pub fn new() -> Record {
        Record::default()
    }

    /// Sets an entry; the old value, if there was one, is replaced in its place.
    pub fn set(&mut self, name: impl Into<Arc<str>>, value: Value) {
        self.0.insert(name.into(), value);
    }

    /// The entry of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// All entries in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &Value)> {
        self.0.iter()
    }
}

impl Value {
    /// Text.
    pub fn text(text: impl AsRef<str>) -> Value {
        Value::Text(Arc::from(text.as_ref()))
    }

    /// A list.
    pub fn list(values: impl IntoIterator<Item = Value>) -> Value {
        Value::List(values.into_iter().collect())
    }

    /// A record.
    pub fn record<'n>(entries: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
        let mut record = Record::new();
        entries.into_iter().for_each(|(name, value)| record.set(name, value));
        Value::Record(Arc::new(record))
    }

    /// The first later value in this one, if there is any: the one that messages name.
    pub fn later(&self) -> Option<&Arc<Later>> {
        match self {
            Value::Later(later) => Some(later),
            Value::List(values) => values.iter().find_map(Value::later),
            Value::Record(record) => record.iter().find_map(|(_, value)| value.later()),
            Value::Range(ends) => ends.0.later().or_else(|| ends.1.later()),
            Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::Duration(_)
            | Value::Size(_)
            | Value::Percent(_)
            | Value::Cidr(_)
            | Value::Ip(_)
            | Value::Ports(_)
            | Value::Handle(_) => None,
        }
    }

    /// Whether any part of it is secret.
    pub fn is_secret(&self) -> bool {
        match self {
            Value::Later(later) => later.is_secret(),
            Value::List(values) => values.iter().any(Value::is_secret),
            Value::Record(record) => record.iter().any(|(_, value)| value.is_secret()),
            Value::Range(ends) => ends.0.is_secret() || ends.1.is_secret(),
            Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::Duration(_)
            | Value::Size(_)
            | Value::Percent(_)
            | Value::Cidr(_)
            | Value::Ip(_)
            | Value::Ports(_)
            | Value::Handle(_) => false,
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
