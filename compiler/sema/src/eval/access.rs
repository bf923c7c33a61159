use std::sync::Arc;

use cloudc_base::value::{From, Later, Ports, Record, Value};
use cloudc_base::{Address, Span};

use super::answer::single;
use super::types::MAX_ALIASES;
use crate::block::{ACTS_AS, Space};
use crate::hir::{Expr, ExprKind, ItemKind, Name, TypeExpr, TypeKind};
use crate::mistakes::{contract_value, null_value, unknown_part, wrong_kind};
use crate::noun::Meaning;
use crate::program::{Eval, FrameId, Instance, Program};

impl Program<'_> {
    /// A chain of steps and indexes. One that is optional ends all of it where it finds null (D7): `a?.b.c` is null if `a`
    /// is.
    pub(crate) fn chain(&mut self, frame: FrameId, expr: &Expr) -> Eval {
        Ok(self.link(frame, expr)?.unwrap_or(Value::Null))
    }

    /// A link of a chain; `None` where an optional link before it, or this one, found null.
    fn link(&mut self, frame: FrameId, expr: &Expr) -> Eval<Option<Value>> {
        match &expr.kind {
            ExprKind::Step { of, name, optional } => self.step(frame, of, name, *optional),
            ExprKind::Index { of, key, optional } => self.index(frame, of, key, *optional),
            _ => self.value(frame, expr).map(Some),
        }
    }

    /// What a link is about.
    fn base(&mut self, frame: FrameId, of: &Expr) -> Eval<Option<Value>> {
        self.pay(1, of.span)?;
        self.link(frame, of)
    }

    /// `of.name`, `of?.name`
    fn step(&mut self, frame: FrameId, of: &Expr, name: &Name, optional: bool) -> Eval<Option<Value>> {
        if let ExprKind::Name(word) = &of.kind
            && &**word == "self"
            && let Some(own) = self.of_self(frame, name, of.span)?
        {
            return Ok(Some(own));
        }
        if let ExprKind::Name(word) = &of.kind
            && &**word == "app"
            && !self.is_declared(frame, word)
        {
            return self.app_field(frame, name, of.span).map(Some);
        }
        match self.base(frame, of)? {
            None => Ok(None),
            Some(Value::Null) if optional => Ok(None),
            Some(base) => self.part(base, of, name).map(Some),
        }
    }

    /// The part of a value that has a name.
    fn part(&mut self, base: Value, of: &Expr, name: &Name) -> Eval {
        match base {
            Value::Null => self.fail(null_value::finding(of.span, &format!("`.{}`", name.text))),
            Value::Record(record) => match record.get(&name.text) {
                Some(value) => Ok(value.clone()),
                None => {
                    let near = self.guess(&name.text, record.iter().map(|(known, _)| &**known));
                    self.fail(unknown_part::finding(name.span, &name.text, "this record", near.as_deref()))
                }
            },
            Value::Range(ends) if &*name.text == "min" => Ok(ends.0.clone()),
            Value::Range(ends) if &*name.text == "max" => Ok(ends.1.clone()),
            Value::Ports(ports) => match port_part(ports, &name.text) {
                Some(value) => Ok(value),
                None => self.fail(unknown_part::finding(name.span, &name.text, "a Port", None)),
            },
            Value::Handle(address) => self.face(&address, name),
            Value::Later(later) => self.below(&later, of, name),
            other => self.fail(unknown_part::finding(name.span, &name.text, other.kind(), None)),
        }
    }

    /// What a resource or an instance shows to others under a name.
    pub(crate) fn face(&mut self, address: &Address, name: &Name) -> Eval {
        if let Some(resource) = self.resources.get(address).cloned() {
            return self.property(address, &resource, name);
        }
        if let Some(instance) = self.instances.get(address).cloned() {
            if self.is_operation(&instance, &name.text) {
                return self.fail(contract_value::operation_read(name.span, &name.text, &instance.noun));
            }
            if let Some(value) = self.shown(address, &instance, name)? {
                return Ok(value);
            }
            let names = self.get(instance.frame).map(|frame| frame.block.names(Space::Faces)).unwrap_or_default();
            let near = self.guess(&name.text, names.iter().map(|name| &**name));
            let shown: Vec<&str> = names.iter().map(|name| &**name).collect();
            let place = format!("`{address}`");
            return self.fail(unknown_part::not_shown(name.span, &name.text, &place, near.as_deref(), &shown));
        }
        if let Some(value) = self.made_property(address, &name.text) {
            return Ok(value);
        }
        let inside = address.parent().and_then(|parent| self.instances.get(parent)).cloned();
        match (inside, address.last()) {
            (Some(instance), Some(step)) if instance.known.is_some() => {
                self.known_attribute(&instance, &step.name, name)
            }
            _ => self.fail(unknown_part::finding(name.span, &name.text, &format!("`{address}`"), None)),
        }
    }

    /// What an instance shows under a name: declared by its noun, or by what that acts as (E8).
    pub(crate) fn shown(&mut self, address: &Address, instance: &Instance, name: &Name) -> Eval<Option<Value>> {
        if let Some(known) = self.known_face(instance, name) {
            return known.map(Some);
        }
        if let Some(value) = self.declared(instance.frame, Space::Faces, &name.text, name.span)? {
            return Ok(Some(value));
        }
        match self.acts_as(instance.frame, name.span)? {
            Some(inner) if inner != *address => match self.instances.get(&inner).cloned() {
                Some(instance) => self.shown(&inner, &instance, name),
                None if self.resources.contains_key(&inner) => Ok(None),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// What a noun says that its instances act as.
    pub(crate) fn acts_as(&mut self, frame: FrameId, span: Span) -> Eval<Option<Address>> {
        match self.declared(frame, Space::Faces, &Arc::from(ACTS_AS), span)? {
            Some(Value::Handle(inner)) => Ok(Some(inner)),
            _ => Ok(None),
        }
    }

    /// `of[key]`, `of?[key]`; a list by a whole number from 0, a map by the name of its entry.
    fn index(&mut self, frame: FrameId, of: &Expr, key: &Expr, optional: bool) -> Eval<Option<Value>> {
        let Some(mut base) = self.base(frame, of)? else { return Ok(None) };
        if let (Value::Handle(_), ExprKind::Name(name)) = (&base, &of.kind) {
            // In the turn of a loop a name is this turn's thing; with a key it is the map of all turns, as outside.
            base = self.all_turns(frame, name, of.span)?.unwrap_or(base);
        }
        match base {
            Value::Null if optional => Ok(None),
            Value::Null => self.fail(null_value::finding(of.span, "an index")),
            Value::List(values) => {
                let index = self.position(frame, key)?;
                let found = usize::try_from(index).ok().and_then(|index| values.get(index)).cloned();
                self.found(found, optional, key.span, &index.to_string(), "this list")
            }
            Value::Record(record) => {
                if !optional {
                    self.total(frame, of, key, &record)?;
                }
                let name = self.entry_name(frame, key)?;
                self.found(record.get(&name).cloned(), optional, key.span, &name, "this map")
            }
            Value::Later(later) => {
                let index = match self.known(frame, key, "an index")? {
                    // What a map without a value holds is not known, whatever the key.
                    Value::Text(_) if matches!(later.from(), From::Param(_)) => return Ok(Some(Value::Later(later))),
                    Value::Int(index) => index,
                    other => return self.fail(wrong_kind::finding(key.span, "an Int", &other)),
                };
                if let Some(single) = self.answer(&later).and_then(|schema| single(&schema)) {
                    return self.fail(wrong_kind::later(of.span, "a list", single));
                }
                let Ok(index) = u32::try_from(index) else {
                    return self.found(None, false, key.span, &index.to_string(), "this list");
                };
                let from = From::Element { of: Arc::clone(&later), index };
                Ok(Some(Later::new(from, later.origin()).value()))
            }
            other => self.fail(wrong_kind::finding(of.span, "a list or a map", &other)),
        }
    }

    /// A map that is indexed by one of several texts has an entry for each of them (E14).
    fn total(&mut self, frame: FrameId, of: &Expr, key: &Expr, record: &Record) -> Eval<()> {
        let ExprKind::Name(name) = &key.kind else { return Ok(()) };
        let Some(ItemKind::Param { ty, .. }) = self.declaration(frame, name) else { return Ok(()) };
        let ty = TypeExpr::clone(ty);
        let choices = self.choices(frame, &ty, MAX_ALIASES)?;
        match choices.iter().find(|choice| record.get(choice).is_none()) {
            Some(missing) => {
                let place = format!("`{}`", self.sources.slice(of.span));
                self.fail(unknown_part::not_total(key.span, missing, &place))
            }
            None => Ok(()),
        }
    }

    /// The texts that a type is one of; none for other types.
    fn choices(&mut self, frame: FrameId, ty: &TypeExpr, depth: usize) -> Eval<Vec<Arc<str>>> {
        let literal = |ty: &TypeExpr| match &ty.kind {
            TypeKind::Literal(text) => Some(Arc::clone(text)),
            _ => None,
        };
        match &ty.kind {
            TypeKind::Union(types) => Ok(types.iter().map(literal).collect::<Option<Vec<_>>>().unwrap_or_default()),
            TypeKind::Optional(inner) => self.choices(frame, inner, depth),
            TypeKind::Named(path) if depth > 0 => match self.meaning(frame, path)? {
                Some(Meaning::Type(ty, place)) => self.choices(place, &ty, depth - 1),
                _ => Ok(Vec::new()),
            },
            _ => Ok(Vec::new()),
        }
    }

    fn position(&mut self, frame: FrameId, key: &Expr) -> Eval<i64> {
        match self.known(frame, key, "an index")? {
            Value::Int(index) => Ok(index),
            other => self.fail(wrong_kind::finding(key.span, "an Int", &other)),
        }
    }

    fn found(
        &mut self,
        value: Option<Value>,
        optional: bool,
        span: Span,
        key: &str,
        place: &str,
    ) -> Eval<Option<Value>> {
        match value {
            Some(value) => Ok(Some(value)),
            None if optional => Ok(None),
            None => self.fail(unknown_part::finding(span, key, place, None)),
        }
    }
}

/// `.protocol`, `.range`, and `.number` where there is only one.
fn port_part(ports: Ports, name: &str) -> Option<Value> {
    match (name, ports.range) {
        ("protocol", _) => Some(Value::text(ports.protocol.word())),
        ("number", Some((first, last))) if first == last => Some(Value::Int(first.into())),
        ("range", Some((first, last))) => {
            Some(Value::Range(Arc::new((Value::Int(first.into()), Value::Int(last.into())))))
        }
        _ => None,
    }
}
