use std::net::IpAddr;
use std::sync::Arc;

use cloudc_base::value::{Later, Ports, Value};
use cloudc_base::{Address, Span};
use ipnet::IpNet;

/// A sentence, with what its words stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Whether it forbids.
    pub never: bool,
    /// Who, each of them.
    pub subjects: Vec<Party>,
    /// May do what.
    pub verb: Verb,
    /// With what, each of them; empty where the verb is a value that knows.
    pub objects: Vec<Party>,
    /// On which ports; empty for those of the object's endpoint.
    pub ports: Vec<Ports>,
    /// But for whom.
    pub except: Vec<Party>,
    /// The nodes that it made or wrote into.
    pub made: Vec<Address>,
    /// The sentence.
    pub span: Span,
}

/// What a sentence lets somebody do.
#[derive(Debug, Clone, PartialEq)]
pub enum Verb {
    /// `reach`: packets flow.
    Reach,
    /// A verb of the object.
    Named(Arc<str>),
    /// An action of IAM, `s3:GetObject`.
    Action(Arc<str>),
    /// A verb as a value: its statements.
    Statements(Value),
}

/// Who or what a sentence is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Party {
    /// A node or an instance.
    Thing(Address),
    /// A range of addresses.
    Cidr(IpNet),
    /// An address.
    Ip(IpAddr),
    /// Addresses that are known later.
    Later(Arc<Later>),
    /// Every address outside of the program's networks and the private ranges.
    Internet,
    /// Every principal.
    Anyone,
    /// Everything of a noun or type, in rules for an organisation.
    Any(Arc<str>),
}
