use cloudc_base::value::Value;
use cloudc_base::{Address, Span};

/// How an instance is scaled: its `scale` block, or what its call says.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// The instance.
    pub of: Address,
    /// The fields: `size`, `start`, `track` and others.
    pub value: Value,
    /// The block; the call where the call says it.
    pub span: Span,
    /// Where the call sets `count` beside it, if it does.
    pub count: Option<Span>,
}
