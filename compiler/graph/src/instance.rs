use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span};

/// A use of a noun: what holds nodes together, and what it shows to others.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance {
    /// Where it stands; its nodes stand below.
    pub address: Address,
    /// The noun: `queue`, `house.queue`.
    pub noun: Arc<str>,
    /// Its call.
    pub span: Span,
    /// Its documentation.
    pub doc: Option<Arc<str>>,
    /// The words of the contract that it gives: `identity`, `endpoint`, `capacity`, `connection`.
    pub words: Vec<(Arc<str>, Value)>,
    /// Its verbs, each a list of statements.
    pub verbs: Vec<(Arc<str>, Value)>,
    /// Where its verbs are declared, in the same order.
    pub verbs_at: Vec<Span>,
    /// Its metrics without arguments.
    pub metrics: Vec<(Arc<str>, Value)>,
    /// Its operations.
    pub operations: Vec<(Arc<str>, Value)>,
    /// Its outputs.
    pub outputs: Vec<(Arc<str>, Value)>,
}
