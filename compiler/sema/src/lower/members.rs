use cloudc_base::Span;
use cloudc_syntax::{Kind, Node};

use super::items::undecorated;
use super::{Lower, parts};
use crate::hir::{Attribute, Body, Expr, ExprKind, Head, Member, MemberKind, Target, TargetStep};

impl Lower<'_> {
    /// A block or record.
    pub(super) fn body(self, node: Node<'_>) -> Body {
        Body { members: parts(node).flat_map(|part| self.members(part)).collect(), span: self.span(node) }
    }

    /// The body among a node's children; empty, at its end, where it could not be read.
    pub(super) fn body_of(self, node: Node<'_>) -> Body {
        let end = self.span(node).end;
        let nothing = || Body { members: [].into(), span: Span { start: end, ..self.span(node) } };
        node.child(Kind::Body).map_or_else(nothing, |body| self.body(body))
    }

    /// A member, behind the attributes that stand before it.
    fn members(self, node: Node<'_>) -> impl Iterator<Item = Member> {
        let (attributes, form) = match node.kind() {
            Kind::Decorated => {
                undecorated(self, node).map_or((Vec::new(), None), |(found, _, form)| (found, Some(form)))
            }
            _ => (Vec::new(), Some(node)),
        };
        let stray = |Attribute { name, .. }| Member { span: name.span, kind: MemberKind::Attribute(name) };
        attributes.into_iter().map(stray).chain(form.and_then(|form| self.member(form)))
    }

    fn member(self, form: Node<'_>) -> Option<Member> {
        let kind = match form.kind() {
            Kind::Assign => {
                let target = self.target(form.child(Kind::Target)?);
                MemberKind::Set { target, value: self.expr(parts(form).last()?) }
            }
            Kind::Block => {
                let name = parts(form).next()?;
                let first = self.name_expr(name);
                let target = Target::name(Head::new(first));
                let body = self.body_of(form);
                let span = body.span;
                MemberKind::Set { target, value: Expr { kind: ExprKind::Record(body), span } }
            }
            Kind::Call => {
                let mut inner = parts(form);
                let (param, label) = (self.path(inner.next()?), self.name_expr(inner.next()?));
                MemberKind::Entry { param, label: Box::new(label), body: self.body_of(form) }
            }
            Kind::Spread => MemberKind::Spread(self.expr(parts(form).next()?)),
            Kind::For => self.looped(form)?,
            Kind::If => self.branches(form),
            _ => return None,
        };
        Some(Member { kind, span: self.span(form) })
    }

    fn looped(self, node: Node<'_>) -> Option<MemberKind> {
        let head = self.for_head(node.child(Kind::ForHead)?)?;
        let Some(fold) = node.child(Kind::Fold) else {
            return Some(MemberKind::For { head: Box::new(head), body: self.body_of(node) });
        };
        let mut inner = parts(fold);
        Some(MemberKind::Fold {
            head: Box::new(head),
            key: Box::new(self.expr(inner.next()?)),
            value: Box::new(self.expr(inner.next()?)),
        })
    }

    fn branches(self, node: Node<'_>) -> MemberKind {
        let (branches, otherwise) = conditions(node);
        let branches = branches.into_iter().map(|(condition, body)| (self.expr(condition), self.body(body))).collect();
        MemberKind::If { branches, otherwise: otherwise.map(|body| self.body(body)) }
    }

    /// A target: what it begins with is a name or a text, not a value.
    pub(super) fn target(self, node: Node<'_>) -> Target {
        let mut inner = parts(node);
        let first = inner.next().map(|first| self.name_expr(first));
        let first = Head::new(first.unwrap_or(Expr { kind: ExprKind::Unread, span: self.span(node) }));
        let rest = inner.filter_map(|part| match part.kind() {
            Kind::Step => parts(part).next().map(|name| TargetStep::Name(self.label(name))),
            _ => Some(TargetStep::Key(self.expr(part))),
        });
        Target { first, rest: rest.collect() }
    }

    /// A name as the text it is, a text as what it computes.
    fn name_expr(self, node: Node<'_>) -> Expr {
        match node.kind() {
            Kind::Str => self.text_expr(node),
            Kind::Error => self.expr(node),
            _ => Expr {
                kind: ExprKind::Literal(cloudc_base::value::Value::Text(self.words.get(node.text()))),
                span: self.span(node),
            },
        }
    }
}

/// The conditions and bodies of an `if`, and the body of its `else`.
pub(super) fn conditions<'t>(node: Node<'t>) -> (Vec<(Node<'t>, Node<'t>)>, Option<Node<'t>>) {
    let mut branches = Vec::new();
    let mut condition = None;
    let mut otherwise = None;
    for part in parts(node) {
        match (condition.take(), part.kind()) {
            (Some(known), Kind::Body) => branches.push((known, part)),
            (None, Kind::Body) => otherwise = Some(part),
            (_, _) => condition = Some(part),
        }
    }
    (branches, otherwise)
}
