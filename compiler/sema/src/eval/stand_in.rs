use std::sync::Arc;

use cloudc_base::value::{Entries, From, Later, Value};
use cloudc_base::{Address, Key, Span};

use crate::hir::{Path, TypeExpr, TypeKind};
use crate::noun::Meaning;
use crate::program::{Eval, FrameId, Program};

/// How many types may stand in for one another.
const MAX_DEPTH: usize = 16;

impl Program<'_> {
    /// What stands for a param that nobody gave a value, where a program is only checked (D6): the lowest bound, a list of
    /// one element, the first of several types; a scalar is opaque.
    pub(crate) fn stand_in(&mut self, frame: FrameId, ty: &TypeExpr, address: &Address, span: Span) -> Eval {
        self.stand_in_at(frame, ty, address, span, MAX_DEPTH)
    }

    fn stand_in_at(&mut self, frame: FrameId, ty: &TypeExpr, address: &Address, span: Span, depth: usize) -> Eval {
        let opaque = || Later::new(From::Param(address.clone()), span);
        let Some(depth) = depth.checked_sub(1) else { return Ok(opaque().value()) };
        Ok(match &ty.kind {
            TypeKind::Unread | TypeKind::Map(_) => opaque().value(),
            TypeKind::Optional(_) => Value::Null,
            TypeKind::Literal(text) => Value::Text(Arc::clone(text)),
            TypeKind::Secret(_) => opaque().secret().value(),
            TypeKind::Bounded { bounds, .. } => match self.known(frame, bounds, "the bounds of a type")? {
                Value::Range(ends) => ends.0.clone(),
                _ => opaque().value(),
            },
            TypeKind::List(inner) => {
                let first = inside(address, Key::Number(0));
                Value::list([self.stand_in_at(frame, inner, &first, span, depth)?])
            }
            TypeKind::Union(types) => match types.first() {
                Some(first) => self.stand_in_at(frame, first, address, span, depth)?,
                None => opaque().value(),
            },
            TypeKind::Record(fields) => {
                let mut record = Entries::new();
                for field in fields {
                    let value = match &field.default {
                        Some(default) => self.value(frame, default)?,
                        None => {
                            let part = inside(address, Key::Text(Arc::clone(&field.name.text)));
                            self.stand_in_at(frame, &field.ty, &part, span, depth)?
                        }
                    };
                    record.set(Arc::clone(&field.name.text), value);
                }
                record.seal()
            }
            TypeKind::Named(path) => self.stand_in_named(frame, path, address, span, depth)?,
        })
    }

    fn stand_in_named(&mut self, frame: FrameId, path: &Path, address: &Address, span: Span, depth: usize) -> Eval {
        match self.meaning(frame, path)? {
            Some(Meaning::Type(ty, place)) => self.stand_in_at(place, &ty, address, span, depth),
            _ => Ok(Later::new(From::Param(address.clone()), span).value()),
        }
    }
}

/// A part of what a param is.
fn inside(address: &Address, key: Key) -> Address {
    let part = address.parent().zip(address.last()).map(|(parent, last)| {
        let keys = last.keys.iter().cloned().chain([key]).collect();
        parent.keyed(Arc::clone(&last.name), keys)
    });
    part.unwrap_or_else(|| address.clone())
}
