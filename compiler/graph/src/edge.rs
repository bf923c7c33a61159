use std::sync::Arc;

use cloudc_base::Span;

/// One node needs another first: it is made after it and removed before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The node that needs: its number in the graph.
    pub from: usize,
    /// The node that is needed.
    pub to: usize,
    /// Why.
    pub reason: Reason,
    /// Where the program says so; for what the model knows, the declaration of the node that needs.
    pub span: Span,
}

/// Why a node needs another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A property refers to an attribute of it.
    Property {
        /// The property, dotted: `VpcConfig.SubnetIds`.
        property: Arc<str>,
        /// The attribute of the needed node; empty where the property holds the node itself, or an instance it is part of.
        attribute: Arc<str>,
    },
    /// `@after` says so.
    After,
    /// It lives on that cluster.
    Cluster,
    /// The cloud's model says so, whether or not a property shows it: the rule's name, in words.
    Model(&'static str),
}
