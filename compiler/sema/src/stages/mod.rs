//! The stages after values (D2): instances, patches, sentences, then the graph. A stage never reads a later one.

mod attributes;
mod chart;
mod compile;
mod consequences;
pub(crate) mod given;
mod instance;
mod names;
mod nodes;
mod patch;
mod reads;
mod relations;
mod rules;
mod scale;
mod target;
mod walk;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use cloudc_base::value::Entries;
use cloudc_base::{Address, Span};
use cloudc_graph::{Accept, Node, Relation};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

pub use compile::{Options, Outcome};
pub(crate) use reads::Reading;
pub(crate) use target::Missing;

use crate::hir::Sentence;
use crate::program::{Cell, FrameId};

/// What the stages gather.
#[derive(Debug, Default)]
pub(crate) struct Stages {
    /// Sentences in the order in which they are met, each with where it stands.
    sentences: Vec<(FrameId, Arc<Sentence>, Span)>,
    /// The files whose names have been looked at.
    checked: HashSet<Arc<str>>,
    /// Branches and loops that ask for `given`: computed after the sentences. A frame, and the number of an item in it.
    waiting: Vec<(FrameId, usize)>,
    /// Patches by what they change.
    patches: HashMap<Address, Vec<patch::Patch>>,
    /// The `scale` blocks of a scope, once they are looked for.
    scales: HashMap<FrameId, Option<scale::Scales>>,
    /// What sentences grant on each instance that the other side cannot carry; known when the sentences are.
    given: Option<HashMap<Address, Entries>>,
    /// The properties that `scale` blocks own, by resource.
    owned: HashMap<Address, Vec<(String, Span)>>,
    relations: Vec<Relation>,
    /// The frames of rules, and what sentences made, for them to look at.
    rules: Vec<FrameId>,
    made: IndexMap<Address, Node, FxBuildHasher>,
    /// What a rule looks at now, and where that is declared.
    judged: Option<(Address, Span)>,
    /// Whether nouns read `given`, by where their declarations are kept.
    readers: HashMap<usize, bool>,
    /// What is seen of properties now.
    pub(crate) reading: Reading,
    /// Properties that were read: of which resource, which one, and whether with its patches.
    reads: HashMap<(Address, std::sync::Arc<str>, bool), Cell>,
    /// What findings declarations accept.
    accepts: Vec<Accept>,
}
