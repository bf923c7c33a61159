use std::sync::Arc;

use cloudc_base::Span;

/// One reference of a node's properties to another node. Two nodes may have many; they make one edge.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    /// The node that refers.
    pub(crate) from: u32,
    /// The node that is referred to.
    pub(crate) to: u32,
    /// The property, dotted.
    pub(crate) property: Arc<str>,
    /// What is read of the other node; empty where the node itself stands.
    pub(crate) attribute: Arc<str>,
    /// Where the reference is written.
    pub(crate) span: Span,
}

impl Link {
    /// The last name of the property: `SubnetIds` of `VpcConfig.SubnetIds`.
    pub(crate) fn field(&self) -> &str {
        self.property.rsplit('.').next().unwrap_or_default()
    }
}
