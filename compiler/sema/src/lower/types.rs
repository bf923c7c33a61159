use std::sync::Arc;

use cloudc_syntax::{Kind, Node};

use super::{Lower, parts, texts};
use crate::hir::{Field, TypeExpr, TypeKind};

impl Lower<'_> {
    /// The type that a node is.
    pub(super) fn ty(self, node: Node<'_>) -> TypeExpr {
        let inner = || parts(node).next().map(|inner| Box::new(self.ty(inner)));
        let boxed = |make: fn(Box<TypeExpr>) -> TypeKind| inner().map_or(TypeKind::Unread, make);
        let kind = match node.kind() {
            Kind::TypePath => TypeKind::Named(self.path(node)),
            Kind::Str => texts::plain(node).map_or(TypeKind::Unread, |text| TypeKind::Literal(Arc::from(text))),
            Kind::ListType => boxed(TypeKind::List),
            Kind::MapType => boxed(TypeKind::Map),
            Kind::SecretType => boxed(TypeKind::Secret),
            Kind::Optional => boxed(TypeKind::Optional),
            Kind::ParenType => return inner().map_or(self.unread_type(node), |inner| *inner),
            Kind::Union => TypeKind::Union(parts(node).map(|part| self.ty(part)).collect()),
            Kind::RecordType => TypeKind::Record(self.fields(node)),
            Kind::Bounded => self.bounded(node),
            _ => TypeKind::Unread,
        };
        TypeExpr { kind, span: self.span(node) }
    }

    fn unread_type(self, node: Node<'_>) -> TypeExpr {
        TypeExpr { kind: TypeKind::Unread, span: self.span(node) }
    }

    fn bounded(self, node: Node<'_>) -> TypeKind {
        let mut inner = parts(node);
        match (inner.next(), inner.next()) {
            (Some(name), Some(bounds)) => TypeKind::Bounded { name: self.label(name), bounds: self.expr(bounds) },
            _ => TypeKind::Unread,
        }
    }

    /// The fields of a record type or the parameters of a metric.
    pub(super) fn fields(self, node: Node<'_>) -> Vec<Field> {
        parts(node).filter(|part| part.kind() == Kind::Field).filter_map(|part| self.field(part)).collect()
    }

    fn field(self, node: Node<'_>) -> Option<Field> {
        let mut inner = parts(node).filter(|part| part.kind() != Kind::Doc);
        let name = self.label(inner.next()?);
        let ty = self.ty(inner.next()?);
        Some(Field { name, ty, default: inner.next().map(|default| self.expr(default)) })
    }
}
