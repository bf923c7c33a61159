use std::sync::Arc;

use cloudc_base::Span;

/// `@accept("CODE", "reason")`: a finding is known and wanted (D45).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Accept {
    /// The attribute.
    pub span: Span,
    /// The declaration that it stands before.
    pub declaration: Span,
    /// The number or name of a kind of finding, as it is written.
    pub code: Arc<str>,
    /// Why it is wanted.
    pub reason: Arc<str>,
}
