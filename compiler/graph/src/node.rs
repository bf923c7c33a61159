use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Duration, Span};

/// A resource in the cloud's own model.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands in the program; unique.
    pub address: Address,
    /// Its type as the language writes it: `aws.sqs.Queue`, `k8s.apps.v1.Deployment`, `helm.Release`.
    pub ty: Arc<str>,
    /// Who makes it.
    pub mode: Mode,
    /// A record of what the program writes, in the type's own spelling; no entry is null. Leaves may be later: references
    /// to attributes of other nodes and texts made of them.
    pub properties: Value,
    /// Where each top-level property is written; in a graph sorted by name.
    pub written: Vec<(Arc<str>, Span)>,
    /// The cluster it lives on: the address of a handle with a `connection`.
    pub on: Option<Address>,
    /// Region and account, where they are not the program's own.
    pub place: Place,
    /// What its attributes ask for.
    pub lifecycle: Lifecycle,
    /// What must be there first by `@after`, and where that is said: nodes, or instances, which stand for all their nodes.
    pub after: Vec<(Address, Span)>,
    /// Its declaration.
    pub span: Span,
    /// The calls that lead to it, outermost first: where the instances that hold it are declared.
    pub through: Vec<Span>,
    /// The sentences that made it or put something into it; empty if its declaration alone did.
    pub sentences: Vec<Span>,
}

/// Who makes a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// This program makes, changes and removes it.
    Managed,
    /// It is there already and belongs to somebody else; its properties are what identifies it, and promises about it.
    Existing,
    /// It is one read of an API, such as a broker's addresses.
    Read,
    /// The cloud makes it together with another, such as a network's main route table.
    Implicit,
}

/// Where a node lives; `None` is the program's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// A region: `us-east-1`.
    pub region: Option<Arc<str>>,
    /// The name of an account, as the program's `app` lists them.
    pub account: Option<Arc<str>>,
}

/// What attributes ask for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lifecycle {
    /// `@protect`: it is never removed or replaced.
    pub protect: bool,
    /// `@retain`: it is left where it is when it leaves the program.
    pub retain: bool,
    /// `@snapshot`: a snapshot is taken before it is removed.
    pub snapshot: bool,
    /// `@external(Property, ..)`: written at creation, then never compared or written. Dotted paths.
    pub external: Vec<Arc<str>>,
    /// `@was(address)`: where it stood before.
    pub was: Vec<Address>,
    /// `@timeout(40min)`: how long its creation or change may take.
    pub timeout: Option<Duration>,
}
