//! Going through the parts of expressions.

use crate::hir::{Body, Expr, ExprKind, ForHead, Head, MemberKind, Target, TargetStep, TextPart};

impl Expr {
    /// Shows this expression and all its parts, outside in.
    pub(crate) fn visit(&self, see: &mut dyn FnMut(&Expr)) {
        see(self);
        match &self.kind {
            ExprKind::Unread | ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Any(_) => {}
            ExprKind::Text(parts) => parts.iter().for_each(|part| {
                if let TextPart::Value(value) = part {
                    value.visit(see);
                }
            }),
            ExprKind::List(items) => items.iter().for_each(|item| item.visit(see)),
            ExprKind::Comprehension { head, value } => {
                head.visit(see);
                value.visit(see);
            }
            ExprKind::Record(body) => body.visit(see),
            ExprKind::Step { of, .. } => of.visit(see),
            ExprKind::Index { of, key, .. } => {
                of.visit(see);
                key.visit(see);
            }
            ExprKind::Call { callee, arguments } => {
                callee.visit(see);
                arguments.iter().for_each(|argument| argument.value.visit(see));
            }
            ExprKind::Binary { left, right, .. } => {
                left.visit(see);
                right.visit(see);
            }
            ExprKind::Not(inner) | ExprKind::Negative(inner) | ExprKind::Spread(inner) => inner.visit(see),
            ExprKind::Choice { branches, otherwise } => {
                for (condition, value) in branches {
                    condition.visit(see);
                    value.visit(see);
                }
                otherwise.iter().for_each(|value| value.visit(see));
            }
        }
    }
}

impl ForHead {
    fn visit(&self, see: &mut dyn FnMut(&Expr)) {
        self.over.visit(see);
        self.condition.iter().for_each(|condition| condition.visit(see));
    }
}

impl Target {
    fn visit(&self, see: &mut dyn FnMut(&Expr)) {
        if let Head::Computed(first) = &self.first {
            first.visit(see);
        }
        for step in &self.rest {
            if let TargetStep::Key(key) = step {
                key.visit(see);
            }
        }
    }
}

impl Body {
    /// Shows all expressions in this body.
    pub(crate) fn visit(&self, see: &mut dyn FnMut(&Expr)) {
        for member in self.members.iter() {
            match &member.kind {
                MemberKind::Set { target, value } => {
                    target.visit(see);
                    value.visit(see);
                }
                MemberKind::Entry { label, body, .. } => {
                    label.visit(see);
                    body.visit(see);
                }
                MemberKind::Spread(value) => value.visit(see),
                MemberKind::Attribute(_) => {}
                MemberKind::Fold { head, key, value } => {
                    head.visit(see);
                    key.visit(see);
                    value.visit(see);
                }
                MemberKind::For { head, body } => {
                    head.visit(see);
                    body.visit(see);
                }
                MemberKind::If { branches, otherwise } => {
                    for (condition, body) in branches {
                        condition.visit(see);
                        body.visit(see);
                    }
                    otherwise.iter().for_each(|body| body.visit(see));
                }
            }
        }
    }
}
