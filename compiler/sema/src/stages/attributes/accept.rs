use std::sync::Arc;

use cloudc_base::Span;
use cloudc_base::value::Value;
use cloudc_graph::Accept;

use crate::hir::{Attribute, ExprKind};
use crate::program::{FrameId, Program};

impl Program<'_> {
    /// `@accept("CODE", "reason")`: remembered, for whoever finds something here.
    pub(super) fn accept(&mut self, frame: FrameId, attribute: &Attribute, declaration: Span) {
        let text = |index: usize| match attribute.arguments.get(index).map(|argument| &argument.value.kind) {
            Some(ExprKind::Literal(Value::Text(text))) => Some(Arc::clone(text)),
            _ => None,
        };
        if let (Some(code), Some(reason), false) = (text(0), text(1), self.is_foreign(frame)) {
            self.stages.accepts.push(Accept { span: attribute.name.span, declaration, code, reason });
        }
    }
}
