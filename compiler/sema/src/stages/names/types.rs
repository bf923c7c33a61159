use std::sync::Arc;

use cloudc_facts::facts;

use super::Names;
use crate::eval::types::is_builtin;
use crate::hir::{Name, TypeExpr, TypeKind};
use crate::mistakes::unknown_type;
use crate::noun::Meaning;
use crate::program::FrameId;
use crate::stages::given::names_in;

impl Names<'_, '_> {
    /// The names in a type.
    pub(super) fn ty(&mut self, ty: &TypeExpr) {
        match &ty.kind {
            TypeKind::Unread | TypeKind::Literal(_) => {}
            TypeKind::Named(path) => {
                let known = is_builtin(&path.text) || self.is_noun(path) || facts().resource_type(&path.text).is_some();
                if !known {
                    self.program.report(unknown_type::finding(path.span, &path.text));
                }
            }
            TypeKind::Bounded { bounds, .. } => self.expr(bounds),
            TypeKind::List(inner) | TypeKind::Map(inner) | TypeKind::Optional(inner) | TypeKind::Secret(inner) => {
                self.ty(inner);
            }
            TypeKind::Record(fields) => fields.iter().for_each(|field| {
                self.ty(&field.ty);
                field.default.iter().for_each(|default| self.expr(default));
            }),
            TypeKind::Union(types) => types.iter().for_each(|ty| self.ty(ty)),
        }
    }

    /// A type does not contain itself: no value of it would end.
    pub(super) fn finite(&mut self, name: &Name, ty: &TypeExpr) {
        let mut seen = vec![(self.frame, Arc::clone(&name.text))];
        if self.contains(self.frame, ty, &mut seen) {
            self.program.report(unknown_type::endless(name.span, &name.text));
        }
    }

    /// Whether a type that is written in a frame contains the first of those that have been seen.
    fn contains(&mut self, frame: FrameId, ty: &TypeExpr, seen: &mut Vec<(FrameId, Arc<str>)>) -> bool {
        ty.named().into_iter().any(|path| {
            let Ok(Some(Meaning::Type(inner, place))) = self.program.meaning(frame, path) else { return false };
            let last = Arc::from(path.text.rsplit('.').next().unwrap_or_default());
            let known = seen.iter().position(|(at, name)| *at == place && *name == last);
            if known.is_none() {
                seen.push((place, last));
            }
            known == Some(0) || (known.is_none() && self.contains(place, &inner, seen))
        })
    }
}

/// Whether a type is made of the language's own only.
pub(super) fn plain(ty: &TypeExpr) -> bool {
    match &ty.kind {
        TypeKind::Unread => false,
        TypeKind::Secret(inner) => plain(inner),
        TypeKind::Literal(_) | TypeKind::Bounded { .. } => true,
        TypeKind::Named(path) => is_builtin(&path.text),
        TypeKind::List(inner) | TypeKind::Map(inner) | TypeKind::Optional(inner) => plain(inner),
        TypeKind::Record(fields) => fields
            .iter()
            .all(|field| plain(&field.ty) && field.default.as_ref().is_none_or(|value| names_in(value).is_empty())),
        TypeKind::Union(types) => types.iter().all(plain),
    }
}
