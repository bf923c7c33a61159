use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Finding, Span};
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::misfit::{Misfit, Step};
use crate::cost;
use crate::hir::{Body, Expr, Head, Item, ItemKind, Items, Member, MemberKind, Name, Path, TypeExpr, TypeKind};
use crate::mistakes::{call_body, cycle, too_much, wrong_type};
use crate::noun::NounId;
use crate::program::{Eval, FrameId, Instance, Program, Silent};
use crate::properties;

impl Program<'_> {
    /// An instance of a noun: a handle; what is in it is computed when it is needed.
    pub(crate) fn instance(&mut self, frame: FrameId, item: &Item) -> Eval {
        let ItemKind::Call { noun, name, body } = &item.kind else { return Err(Silent) };
        let (items, parent, id) = self.noun(frame, noun)?;
        if self.stands_in(frame, &items) {
            return self.fail(cycle::recursion(noun.span, &noun.text));
        }
        let address = self.address_of(frame, name)?;
        self.create(frame, item, address.clone(), (&items, parent, id), noun)?;
        let misread = self.unknown_params(&items, noun, &body.members);
        if let Some(instance) = self.instances.get_mut(&address) {
            instance.misread = misread;
        }
        Ok(Value::Handle(address))
    }

    /// Where what a frame declares under a name stands in the program.
    pub(crate) fn address_of(&self, frame: FrameId, name: &Name) -> Eval<Address> {
        let here = self.get(frame).ok_or(Silent)?;
        Ok(here.address.keyed(Arc::clone(&name.text), here.keys.clone()))
    }

    /// The frame of a new instance, which is kept.
    pub(crate) fn create(
        &mut self,
        caller: FrameId,
        item: &Item,
        address: Address,
        (items, parent, id): (&Items, Option<FrameId>, NounId),
        noun: &Path,
    ) -> Eval<()> {
        let (ItemKind::Call { body, .. } | ItemKind::Existing { body, .. }) = &item.kind else { return Err(Silent) };
        if address.depth() > cost::MAX_NESTED {
            return self.fail(too_much::nested(noun.span, cost::MAX_NESTED));
        }
        self.pay(2 * cost::FRAME, noun.span)?;
        let frame = self.frame(items, parent, address.clone());
        if let Some(inside) = self.get_mut(frame) {
            inside.given = Some((caller, body.clone()));
        }
        let instance = Instance {
            frame,
            id,
            noun: Arc::clone(&noun.text),
            attributes: item.attributes.clone(),
            doc: item.doc.clone(),
            span: Span::new(noun.span.file, noun.span.start, body.span.start.max(noun.span.end)),
            foreign: false,
            known: None,
            misread: false,
        };
        self.instances.insert(address, instance);
        Ok(())
    }

    /// Whether a frame belongs to an instance of these declarations, itself or by whoever called it.
    fn stands_in(&self, frame: FrameId, items: &Items) -> bool {
        let mut at = Some(frame);
        while let Some(here) = at.and_then(|id| self.get(id)) {
            if Arc::ptr_eq(&here.block.items, items) {
                return true;
            }
            at = here.given.as_ref().map(|(caller, _)| *caller).or(here.parent);
        }
        false
    }

    /// A param: what the call gives, or a `scale` block; else its default; else a stand-in where a root file is only
    /// checked (D6).
    pub(crate) fn param(&mut self, frame: FrameId, name: &Name, ty: &TypeExpr, default: Option<&Expr>) -> Eval {
        let Some(here) = self.get(frame) else { return Err(Silent) };
        let (address, given) = (here.address.clone(), here.given.clone());
        let foreign = self.instances.get(&address).is_some_and(|instance| instance.foreign && instance.frame == frame);
        let set = match &given {
            Some(_) if foreign => self.environment_param(frame, name)?,
            Some((caller, body)) => {
                let set = self.argument(*caller, body, &name.text)?;
                if &*name.text == "scale" { self.scaled(&address, *caller, set)? } else { set }
            }
            None if Some(frame) == self.root => self.root_param(name)?,
            None => None,
        };
        match (set, default, given) {
            (Some((value, span)), _, given) => {
                let written = match (&given, self.scale_block(&address)) {
                    (Some(_), Some((caller, body))) if &*name.text == "scale" => Written::Block(caller, body),
                    (Some((caller, body)), _) if !foreign => Written::Field(*caller, body.clone()),
                    _ => Written::Elsewhere,
                };
                self.typed(frame, name, ty, value, (&written, span))
            }
            (None, Some(default), _) => {
                let value = self.value(frame, default)?;
                self.typed_default(frame, name, ty, value, default.span)
            }
            (None, None, _) if matches!(ty.kind, TypeKind::Optional(_)) => Ok(Value::Null),
            (None, None, Some(_)) if foreign => {
                self.stand_in(frame, ty, &address.child(Arc::clone(&name.text)), name.span)
            }
            (None, None, Some((_, body))) => self.fail(call_body::missing(body.span, &name.text, name.span)),
            (None, None, None) => {
                if Some(frame) == self.root {
                    self.unset.entry(Arc::clone(&name.text)).or_insert(false);
                }
                self.stand_in(frame, ty, &address.child(Arc::clone(&name.text)), name.span)
            }
        }
    }

    /// What a call sets a param to, and where; null is as if not written (D7).
    pub(crate) fn argument(&mut self, caller: FrameId, body: &Body, name: &str) -> Eval<Option<(Value, Span)>> {
        self.pay(body.members.len() as u64 / 16, body.span)?;
        let members = setting(&body.members, name);
        let span = members.first().map_or(body.span, value_span);
        let record = self.record(caller, &Body { members, span: body.span })?;
        let Value::Record(record) = record else { return Ok(None) };
        Ok(record.get(name).filter(|value| **value != Value::Null).map(|value| (value.clone(), span)))
    }

    /// The value as a param's type has it; everything in it that is not of the type is reported where it is written.
    fn typed(
        &mut self,
        frame: FrameId,
        name: &Name,
        ty: &TypeExpr,
        value: Value,
        (written, span): (&Written, Span),
    ) -> Eval {
        let misfits = match self.fit(frame, ty, value)? {
            Ok(value) => return Ok(value),
            Err(misfits) => misfits,
        };
        let outer = self.at;
        if let Written::Field(caller, _) | Written::Block(caller, _) = written {
            self.at = Some(*caller);
        }
        for misfit in &misfits {
            let place = self.spot(written, &name.text, misfit).unwrap_or(span);
            self.report(wrong_type::finding(place, &name.text, ty.span, misfit));
        }
        self.at = outer;
        Err(Silent)
    }

    /// The same of a default.
    pub(crate) fn typed_default(
        &mut self,
        frame: FrameId,
        name: &Name,
        ty: &TypeExpr,
        value: Value,
        span: Span,
    ) -> Eval {
        self.typed(frame, name, ty, value, (&Written::Elsewhere, span))
    }

    /// Where a part of a value is written, as near as the text goes.
    fn spot(&mut self, written: &Written, name: &Arc<str>, misfit: &Misfit) -> Option<Span> {
        let steps = misfit.place.iter().map(|step| match step {
            Step::Field(name) | Step::Entry(name) => properties::Step::Name(Arc::clone(name)),
            Step::Item(index) => properties::Step::Item(*index),
        });
        let field = properties::Step::Name(Arc::clone(name));
        let (frame, body, steps): (_, _, Vec<properties::Step>) = match written {
            Written::Elsewhere => return None,
            Written::Field(frame, body) => (*frame, body, std::iter::once(field).chain(steps).collect()),
            Written::Block(frame, body) => (*frame, body, steps.collect()),
        };
        self.written_at(frame, body, &steps, misfit.instead.is_some())
    }

    /// Looks for fields that a call takes from records and that its noun has no param for.
    pub(crate) fn check_spreads(
        &mut self,
        frame: FrameId,
        index: usize,
        (name, noun): (&Name, &Path),
        members: &[Member],
    ) {
        let spread = |member: &Member| match &member.kind {
            MemberKind::Spread(value) => Some(value.clone()),
            _ => None,
        };
        for value in members.iter().filter_map(spread) {
            let Ok(Value::Handle(address)) = self.cell(frame, index, &name.text, name.span) else { return };
            let inside = self.instances.get(&address).and_then(|instance| self.get(instance.frame));
            let Some(items) = inside.map(|inside| Arc::clone(&inside.block.items)) else { return };
            let Ok(Value::Record(record)) = self.value(frame, &value) else { continue };
            let params = params(&items);
            for (name, _) in record.iter().filter(|(name, _)| !params.contains(*name)) {
                let near = self.guess(name, params.iter().map(|param| &**param));
                let known: Vec<&str> = params.iter().map(|param| &**param).collect();
                let finding = call_body::unknown(value.span, name, &noun.text, near.as_deref(), &known);
                self.report(Finding { fix: None, ..finding });
            }
        }
    }

    /// Reports fields of a call that its noun has no param for; whether there are any.
    fn unknown_params(&mut self, items: &Items, noun: &Path, members: &[Member]) -> bool {
        let params = params(items);
        let mut found = false;
        for (name, span) in members.iter().flat_map(named).filter(|(name, _)| !params.contains(name)) {
            found = true;
            let near = self.guess(&name, params.iter().map(|param| &**param));
            let known: Vec<&str> = params.iter().map(|param| &**param).collect();
            self.report(call_body::unknown(span, &name, &noun.text, near.as_deref(), &known));
        }
        found
    }
}

/// The params that a noun declares.
fn params(items: &Items) -> IndexSet<Arc<str>, FxBuildHasher> {
    let param = |item: &Item| match &item.kind {
        ItemKind::Param { name, .. } => Some(Arc::clone(&name.text)),
        _ => None,
    };
    items.iter().filter_map(param).collect()
}

/// Where a param's value is written.
enum Written {
    /// In a body that sets the param among others.
    Field(FrameId, Body),
    /// In a body of its own.
    Block(FrameId, Body),
    /// Where no body is: in a default, on the command line.
    Elsewhere,
}

/// The members of a body that may set a field: everything else need not be computed for it.
pub(crate) fn setting(members: &[Member], name: &str) -> Arc<[Member]> {
    let narrowed = members.iter().filter_map(|member| {
        let body = |body: &Body| Body { members: setting(&body.members, name), span: body.span };
        let kind = match &member.kind {
            MemberKind::Set { target, .. } => return starts(&target.first, name).then(|| member.clone()),
            MemberKind::Entry { param, .. } => return (&*param.text == name).then(|| member.clone()),
            MemberKind::Spread(_) | MemberKind::Fold { .. } => return Some(member.clone()),
            MemberKind::Attribute(_) => return None,
            MemberKind::For { head, body: inner } => MemberKind::For { head: head.clone(), body: body(inner) },
            MemberKind::If { branches, otherwise } => MemberKind::If {
                branches: branches.iter().map(|(condition, inner)| (condition.clone(), body(inner))).collect(),
                otherwise: otherwise.as_ref().map(body),
            },
        };
        Some(Member { kind, ..member.clone() })
    });
    narrowed.collect()
}

/// What a member says, apart from its name.
fn value_span(member: &Member) -> Span {
    match &member.kind {
        MemberKind::Set { value, .. } => value.span,
        _ => member.span,
    }
}

fn starts(first: &Head, name: &str) -> bool {
    first.plain().is_none_or(|known| *known.text == *name)
}

/// The fields that a member sets by name.
fn named(member: &Member) -> Vec<(Arc<str>, Span)> {
    let inner = |body: &Body| body.members.iter().flat_map(named).collect::<Vec<_>>();
    match &member.kind {
        MemberKind::Set { target, .. } => {
            target.first.plain().map(|name| (Arc::clone(&name.text), name.span)).into_iter().collect()
        }
        MemberKind::Entry { param, .. } => vec![(Arc::clone(&param.text), param.span)],
        MemberKind::For { body, .. } => inner(body),
        MemberKind::If { branches, otherwise } => {
            branches.iter().map(|(_, body)| body).chain(otherwise).flat_map(inner).collect()
        }
        MemberKind::Spread(_) | MemberKind::Fold { .. } | MemberKind::Attribute(_) => Vec::new(),
    }
}

/// Where a body sets a field by name.
pub(crate) fn set_at(body: &Body, name: &str) -> Option<Span> {
    body.members.iter().flat_map(named).find(|(known, _)| **known == *name).map(|(_, span)| span)
}

/// Where the value of a field stands that a body sets by name.
pub(crate) fn value_of(body: &Body, name: &str) -> Option<Span> {
    let sets = |member: &&Member| named(member).iter().any(|(known, _)| **known == *name);
    body.members.iter().find(sets).map(value_span)
}
