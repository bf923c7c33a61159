mod condition;
mod kind;
mod list;
mod object;
mod scalar;

use std::sync::Arc;

pub use condition::Condition;
pub use kind::Kind;

use crate::entry::Entry;
use crate::node::{Child, Node};
use crate::{Bits, Literal, Types, path};

/// How many references are followed before they are taken for a circle.
const HOPS: usize = 16;

/// How many alternatives of alternatives are looked into before they are taken for a circle.
const DEPTH: u8 = 4;

/// What a value must be: a view on one node of a type. Cheap to clone; it keeps alive what it shows.
///
/// References are followed when a schema is made, so recursive types are walked one step at a time. Questions that do not
/// fit the value's kind have empty answers.
#[derive(Debug, Clone)]
pub struct Schema {
    entry: Arc<Entry>,
    node: Arc<Node>,
    /// Of several types the one that it is about; empty: all of them.
    only: Types,
    /// It is a condition: objects are open.
    condition: bool,
    /// How many alternatives it is inside of.
    depth: u8,
}

impl Schema {
    /// The view on `node`, which belongs to `entry`.
    pub(crate) fn new(entry: Arc<Entry>, node: Arc<Node>) -> Schema {
        let (entry, node) = follow(entry, node);
        Schema { entry, node, only: Types::NONE, condition: false, depth: 0 }
    }

    /// The same of a condition.
    pub(crate) fn condition(entry: Arc<Entry>, node: Arc<Node>) -> Schema {
        Schema { condition: true, ..Schema::new(entry, node) }
    }

    /// A schema that nothing is known about.
    pub(crate) fn unknown(&self) -> Schema {
        Schema::new(self.entry.clone(), Arc::default())
    }

    fn child(&self, child: &Child) -> Schema {
        if self.condition { self.conditional(child) } else { Schema::new(self.entry.clone(), child.0.clone()) }
    }

    /// The child of a condition: one too, unless it refers to a definition, which describes a value as elsewhere.
    fn conditional(&self, child: &Child) -> Schema {
        let schema = Schema::new(self.entry.clone(), child.0.clone());
        Schema { condition: child.0.reference.is_none(), ..schema }
    }

    fn variant(&self, child: &Child) -> Schema {
        Schema { depth: self.depth + 1, ..self.conditional(child) }
    }

    /// The schema at a path inside, dots or slashes between the names: `PrimaryEndPoint.Address`.
    ///
    /// `*` or a number stands for an item of a list, and any name for a value of a map.
    pub fn at(&self, path: &str) -> Option<Schema> {
        path::steps(path).try_fold(self.clone(), |schema, step| schema.step(step))
    }

    fn step(&self, step: &str) -> Option<Schema> {
        let place = step == "*" || step.bytes().all(|byte| byte.is_ascii_digit());
        let item = if place { self.items() } else { None };
        let any = || self.additional().or_else(|| self.patterns().into_iter().next().map(|(_, schema)| schema));
        item.or_else(|| self.property(step)).or_else(any).filter(|schema| !schema.is_forbidden())
    }

    /// Whether nothing satisfies it: what it is about must not be there.
    pub fn is_forbidden(&self) -> bool {
        self.node.forbidden
    }

    /// Whether it is a condition: objects are open in it, and what it does not say does not matter.
    pub fn is_condition(&self) -> bool {
        self.condition
    }

    /// The default, where it is published.
    pub fn default(&self) -> Option<&Literal> {
        self.node.marks.as_ref()?.default.as_ref()
    }

    /// The CloudFormation types and properties one of which it is meant to be.
    pub fn related(&self) -> &[(Box<str>, Box<str>)] {
        self.node.marks.as_ref().map_or(&[], |marks| &marks.related)
    }

    /// The releases of Kubernetes that have it, as a set of [`crate::Facts::kubernetes_releases`]; none: all of them.
    pub fn releases(&self) -> Option<Bits> {
        self.node.marks.as_ref()?.releases
    }

    /// Whether it cannot be changed once set (Kubernetes).
    pub fn immutable(&self) -> bool {
        self.node.marks.as_ref().is_some_and(|marks| marks.immutable)
    }

    /// Rules about it in CEL, the value being `self` (Kubernetes).
    pub fn cel(&self) -> &[Box<str>] {
        self.node.marks.as_ref().map_or(&[], |marks| &marks.cel)
    }

    /// Whether it is a whole Kubernetes object inside of another.
    pub fn embedded_object(&self) -> bool {
        self.node.marks.as_ref().is_some_and(|marks| marks.embedded)
    }
}

/// The node that `node` means once its references are followed, and the entry that holds it.
fn follow(mut entry: Arc<Entry>, mut node: Arc<Node>) -> (Arc<Entry>, Arc<Node>) {
    for _ in 0..HOPS {
        let Some((holder, target)) = node.reference.as_ref().and_then(|name| entry.definition(name)) else { break };
        node = if node.only_refers() { target } else { Arc::new(node.over(&target)) };
        entry = holder;
    }
    (entry, node)
}
