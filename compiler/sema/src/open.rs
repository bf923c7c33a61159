//! Params of the root file that stay open, for whoever applies what is emitted: those of which nothing in the program
//! needs to know the value now.

use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use cloudc_graph::{Param, ParamKind};

use crate::hir::{Expr, Item, ItemKind, Name, TypeExpr, TypeKind};
use crate::noun::Meaning;
use crate::program::{Eval, FrameId, Program};

/// How many names of types may stand for one another.
const MAX_DEPTH: usize = 16;

/// Which params stay open.
#[derive(Debug, Clone, Default)]
pub enum Open {
    /// None: each has its value.
    #[default]
    None,
    /// All that an engine can be told about and that nobody gave a value, but for these.
    AllBut(Vec<Arc<str>>),
}

/// What a param takes that an engine can be told about.
struct Taken {
    kind: ParamKind,
    allowed: Vec<Arc<str>>,
    range: Option<(f64, f64)>,
}

impl Program<'_> {
    /// A param of the root file that stays open: later, whatever its default. A secret that nobody gave does so always.
    pub(crate) fn open_param(&mut self, frame: FrameId, item: &Item) -> Eval<Option<Value>> {
        let ItemKind::Param { name, ty, default } = &item.kind else { return Ok(None) };
        if self.root != Some(frame) || self.root_param(name)?.is_some() {
            return Ok(None);
        }
        let taken = match (&ty.kind, &self.opening) {
            (TypeKind::Secret(_), _) if default.is_some() => None,
            (TypeKind::Secret(_), _) => Some(Taken { kind: ParamKind::Text, allowed: Vec::new(), range: None }),
            (_, Open::AllBut(closed)) if !closed.contains(&name.text) => self.taken(frame, ty, MAX_DEPTH)?,
            _ => None,
        };
        let Some(taken) = taken else { return Ok(None) };
        let default = match default {
            Some(default) => match self.open_default(frame, name, ty, default)? {
                Some(value) => Some(value),
                None => return Ok(None),
            },
            None => None,
        };
        let Taken { kind, allowed, range } = taken;
        let (doc, span, secret) = (item.doc.clone(), name.span, matches!(ty.kind, TypeKind::Secret(_)));
        self.open.push(Param { name: Arc::clone(&name.text), kind, secret, allowed, range, default, doc, span });
        self.unset.entry(Arc::clone(&name.text)).or_insert(false);
        let address = self.get(frame).map(|here| here.address.clone()).unwrap_or_default();
        let later = Later::new(From::Param(address.child(Arc::clone(&name.text))), span);
        Ok(Some(if secret { later.secret() } else { later }.value()))
    }

    /// The default of a param, if an engine can be told it: known, and no null.
    fn open_default(&mut self, frame: FrameId, name: &Name, ty: &TypeExpr, default: &Expr) -> Eval<Option<Value>> {
        let value = self.value(frame, default)?;
        let value = self.typed_default(frame, name, ty, value, default.span)?;
        Ok((value.later().is_none() && value != Value::Null).then_some(value))
    }

    /// What a type takes, if an engine can be told about it: units and records it cannot.
    fn taken(&mut self, frame: FrameId, ty: &TypeExpr, depth: usize) -> Eval<Option<Taken>> {
        let Some(depth) = depth.checked_sub(1) else { return Ok(None) };
        let plain = |kind| Some(Taken { kind, allowed: Vec::new(), range: None });
        Ok(match &ty.kind {
            TypeKind::Named(path) => match builtin(&path.text) {
                Some(kind) => plain(kind),
                None => match self.meaning(frame, path)? {
                    Some(Meaning::Type(ty, place)) => self.taken(place, &ty, depth)?,
                    _ => None,
                },
            },
            TypeKind::Bounded { name, bounds } => match (builtin(&name.text), self.value(frame, bounds)?) {
                (Some(kind @ (ParamKind::Int | ParamKind::Number)), Value::Range(ends)) => {
                    let range = number(&ends.0).zip(number(&ends.1));
                    range.map(|range| Taken { kind, allowed: Vec::new(), range: Some(range) })
                }
                _ => None,
            },
            TypeKind::Union(types) => {
                let literal = |ty: &TypeExpr| match &ty.kind {
                    TypeKind::Literal(text) => Some(Arc::clone(text)),
                    _ => None,
                };
                let allowed: Option<Vec<Arc<str>>> = types.iter().map(literal).collect();
                allowed.map(|allowed| Taken { kind: ParamKind::Text, allowed, range: None })
            }
            TypeKind::List(inner) => match self.taken(frame, inner, depth)? {
                Some(Taken { kind, allowed, range: None }) if allowed.is_empty() => match kind {
                    ParamKind::Text => plain(ParamKind::Texts),
                    ParamKind::Int | ParamKind::Number => plain(ParamKind::Numbers),
                    // A list of ranges is what sentences are about: how many there are decides how many rules.
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        })
    }
}

fn builtin(name: &str) -> Option<ParamKind> {
    match name {
        "String" => Some(ParamKind::Text),
        "Int" => Some(ParamKind::Int),
        "Float" | "Number" => Some(ParamKind::Number),
        "Bool" => Some(ParamKind::Bool),
        "Cidr" => Some(ParamKind::Cidr),
        "Ip" => Some(ParamKind::Ip),
        _ => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}
