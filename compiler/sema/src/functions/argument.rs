use cloudc_base::Span;
use cloudc_base::value::Value;

use crate::hir::{Expr, ExprKind, MemberKind};

/// What a param is given in a call.
#[derive(Debug, Clone)]
pub(super) struct Given<'c> {
    pub(super) value: Value,
    /// Where it is written; the call, if it is not.
    pub(super) span: Span,
    pub(super) expr: Option<&'c Expr>,
}

impl Given<'_> {
    /// Where an element of it is written, if it is written as a list.
    pub(super) fn element(&self, index: usize) -> Span {
        match self.expr.map(|expr| &expr.kind) {
            Some(ExprKind::List(items)) => items.get(index).map_or(self.span, |item| item.span),
            _ => self.span,
        }
    }

    /// Where the name of an entry is written, if it is written as a record.
    pub(super) fn entry(&self, name: &str) -> Span {
        let Some(ExprKind::Record(body)) = self.expr.map(|expr| &expr.kind) else { return self.span };
        let key = body.members.iter().find_map(|member| match &member.kind {
            MemberKind::Set { target, .. } => {
                target.first.plain().filter(|known| *known.text == *name).map(|known| known.span)
            }
            _ => None,
        });
        key.unwrap_or(self.span)
    }
}
