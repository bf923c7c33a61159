use std::sync::Arc;

use cloudc_base::Span;

use super::{Expr, Name, Path};

/// A type as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeExpr {
    /// What it is.
    pub kind: TypeKind,
    /// Where it stands.
    pub span: Span,
}

impl TypeExpr {
    /// The names in it that are not bounded: those of types that somebody declares among them.
    pub(crate) fn named(&self) -> Vec<&Path> {
        let mut paths = Vec::new();
        self.gather(&mut paths);
        paths
    }

    fn gather<'t>(&'t self, into: &mut Vec<&'t Path>) {
        match &self.kind {
            TypeKind::Named(path) => into.push(path),
            TypeKind::List(inner) | TypeKind::Map(inner) | TypeKind::Optional(inner) | TypeKind::Secret(inner) => {
                inner.gather(into);
            }
            TypeKind::Record(fields) => fields.iter().for_each(|field| field.ty.gather(into)),
            TypeKind::Union(types) => types.iter().for_each(|ty| ty.gather(into)),
            TypeKind::Unread | TypeKind::Literal(_) | TypeKind::Bounded { .. } => {}
        }
    }
}

/// The forms of a type.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts that the form names")]
pub enum TypeKind {
    Unread,
    Named(Path),
    /// `"a"`: a type with one value.
    Literal(Arc<str>),
    Bounded {
        name: Name,
        bounds: Expr,
    },
    List(Box<TypeExpr>),
    Map(Box<TypeExpr>),
    Record(Vec<Field>),
    Union(Vec<TypeExpr>),
    Optional(Box<TypeExpr>),
    Secret(Box<TypeExpr>),
}

/// A field of a record type, or a parameter of a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// What it is if it is left out.
    pub default: Option<Expr>,
}
