use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use cloudc_base::{Span, nearest};

use crate::block::Space;
use crate::hir::{Body, Expr, ExprKind, ItemKind, Items, Member, MemberKind, Name, Path, TypeExpr, TypeKind};
use crate::mistakes::{call_body, cycle, unknown_noun, wrong_type};
use crate::program::{Eval, FrameId, Program, Silent};
use crate::properties;

impl Program<'_> {
    /// An instance of a noun: a handle; what is in it is computed when it is needed.
    pub(super) fn instance(&mut self, frame: FrameId, noun: &Path, name: &Name, body: &Body) -> Eval {
        let (items, parent) = self.noun(frame, noun)?;
        if self.stands_in(frame, &items) {
            return self.fail(cycle::recursion(noun.span, &noun.text));
        }
        let Some(here) = self.get(frame) else { return Err(Silent) };
        let address = here.address.keyed(Arc::clone(&name.text), here.keys.clone());
        let instance = self.frame(&items, parent, address.clone());
        if let Some(inside) = self.get_mut(instance) {
            inside.given = Some((frame, body.clone()));
        }
        self.instances.insert(address.clone(), instance);
        self.unknown_params(&items, noun, &body.members);
        Ok(Value::Handle(address))
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

    /// What a noun declares, and where its names are looked up that it does not declare itself.
    fn noun(&mut self, frame: FrameId, noun: &Path) -> Eval<(Items, Option<FrameId>)> {
        let mut known: Vec<Arc<str>> = Vec::new();
        let mut at = Some(frame);
        while let Some(here) = at.and_then(|id| self.get(id)) {
            let found = here.block.find(Space::Nouns, &noun.text).and_then(|index| here.block.items.get(index));
            match found.map(|item| &item.kind) {
                Some(ItemKind::Component { items, .. }) => return Ok((Arc::clone(items), at)),
                Some(ItemKind::Use { path, .. }) => {
                    let path = path.clone();
                    return self.used(&path).map(|items| (items, None));
                }
                _ => {}
            }
            known.extend(here.block.names(Space::Nouns));
            at = here.parent;
        }
        let near = nearest(&noun.text, known.iter().map(|name| &**name)).map(str::to_owned);
        self.fail(unknown_noun::finding(noun.span, &noun.text, near.as_deref()))
    }

    /// What a used file declares, relative to the file that uses it.
    fn used(&mut self, path: &Expr) -> Eval<Items> {
        let ExprKind::Literal(Value::Text(text)) = &path.kind else { return Err(Silent) };
        let from = self.sources.get(path.span.file).map(|source| source.name().to_owned()).unwrap_or_default();
        let Some(file) = beside(&from, text) else {
            return self.fail(unknown_noun::outside(path.span, text));
        };
        if let Some(items) = self.files.get(&file) {
            return Ok(Arc::clone(items));
        }
        match self.world.read(&file) {
            Ok(text) => {
                let items = self.take(&file, &text);
                self.files.insert(file, Arc::clone(&items));
                Ok(items)
            }
            Err(error) => self.fail(unknown_noun::unreadable(path.span, &error.to_string())),
        }
    }

    /// A param: what the call gives, else its default, else a stand-in where a root file is only checked (D6).
    pub(super) fn param(&mut self, frame: FrameId, name: &Name, ty: &TypeExpr, default: Option<&Expr>) -> Eval {
        let Some(here) = self.get(frame) else { return Err(Silent) };
        let (address, given) = (here.address.clone(), here.given.clone());
        if let Some((caller, body)) = &given
            && let Some((value, span)) = self.argument(*caller, body, &name.text)?
        {
            return self.typed(frame, name, ty, value, span);
        }
        match (default, given) {
            (Some(default), _) => {
                let value = self.value(frame, default)?;
                self.typed(frame, name, ty, value, default.span)
            }
            (None, _) if matches!(ty.kind, TypeKind::Optional(_)) => Ok(Value::Null),
            (None, Some((_, body))) => self.fail(call_body::missing(body.span, &name.text, name.span)),
            (None, None) => {
                let later = Later::new(From::Param(address.child(Arc::clone(&name.text))), name.span);
                let secret = matches!(ty.kind, TypeKind::Secret(_));
                Ok(if secret { later.secret() } else { later }.value())
            }
        }
    }

    /// What a call sets a param to, and where; null is as if not written (D7).
    pub(super) fn argument(&mut self, caller: FrameId, body: &Body, name: &str) -> Eval<Option<(Value, Span)>> {
        let members = setting(&body.members, name);
        let span = members.first().map_or(body.span, value_span);
        let record = self.record(caller, &Body { members, span: body.span })?;
        let Value::Record(record) = record else { return Ok(None) };
        Ok(record.get(name).filter(|value| **value != Value::Null).map(|value| (value.clone(), span)))
    }

    /// The value as a param's type has it.
    fn typed(&mut self, frame: FrameId, name: &Name, ty: &TypeExpr, value: Value, span: Span) -> Eval {
        match self.fit(frame, ty, value)? {
            Ok(value) => Ok(value),
            Err(misfit) => self.fail(wrong_type::finding(span, &name.text, ty.span, &misfit)),
        }
    }

    /// Reports fields of a call that its noun has no param for.
    fn unknown_params(&mut self, items: &Items, noun: &Path, members: &[Member]) {
        let param = |item: &crate::hir::Item| match &item.kind {
            ItemKind::Param { name, .. } => Some(Arc::clone(&name.text)),
            _ => None,
        };
        let params: Vec<Arc<str>> = items.iter().filter_map(param).collect();
        for (name, span) in members.iter().flat_map(named) {
            if !params.contains(&name) {
                let near = nearest(&name, params.iter().map(|param| &**param)).map(str::to_owned);
                self.findings.push(call_body::unknown(span, &name, &noun.text, near.as_deref()));
            }
        }
    }

    /// Computes every declaration of a frame, those of its branches and turns included, and of its instances.
    pub(crate) fn all(&mut self, frame: FrameId) {
        let Some(items) = self.get(frame).map(|here| Arc::clone(&here.block.items)) else { return };
        for (index, item) in items.iter().enumerate() {
            match &item.kind {
                ItemKind::Param { name, .. }
                | ItemKind::Let { name, .. }
                | ItemKind::Output { name, .. }
                | ItemKind::Resource { name, .. }
                | ItemKind::Existing { name, .. }
                | ItemKind::Call { name, .. } => {
                    let value = self.cell(frame, index, &name.text, name.span);
                    self.all_inside(&item.kind, value);
                }
                ItemKind::If { branches, otherwise } => {
                    if let Ok(Some(branch)) = self.branch(frame, index, branches, otherwise.as_ref()) {
                        self.all(branch);
                    }
                }
                ItemKind::For { head, items } => {
                    let turns = self.turns(frame, index, head, items).unwrap_or_else(|_| Arc::from([]));
                    turns.iter().for_each(|(_, turn)| self.all(*turn));
                }
                _ => {}
            }
        }
    }

    /// What stands in an instance, or the properties of a resource.
    fn all_inside(&mut self, kind: &ItemKind, value: Eval) {
        let Ok(Value::Handle(address)) = value else { return };
        match kind {
            ItemKind::Call { .. } => {
                if let Some(&instance) = self.instances.get(&address) {
                    self.all(instance);
                }
            }
            ItemKind::Resource { .. } | ItemKind::Existing { .. } => {
                let Some(resource) = self.resources.get(&address).cloned() else { return };
                if let Ok(record) = self.record(resource.frame, &resource.body) {
                    match kind {
                        ItemKind::Resource { .. } => properties::check(self, &resource, &record),
                        _ => properties::check_existing(self, &resource, &record),
                    }
                }
            }
            _ => {}
        }
    }
}

/// The members of a body that may set a field: everything else need not be computed for it.
fn setting(members: &[Member], name: &str) -> Arc<[Member]> {
    let narrowed = members.iter().filter_map(|member| {
        let body = |body: &Body| Body { members: setting(&body.members, name), span: body.span };
        let kind = match &member.kind {
            MemberKind::Set { target, .. } => return starts(&target.first, name).then(|| member.clone()),
            MemberKind::Entry { param, .. } => return (&*param.text == name).then(|| member.clone()),
            MemberKind::Spread(_) | MemberKind::Fold { .. } => return Some(member.clone()),
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

fn starts(first: &Expr, name: &str) -> bool {
    match &first.kind {
        ExprKind::Literal(Value::Text(text)) => **text == *name,
        _ => true,
    }
}

/// The fields that a member sets by name.
fn named(member: &Member) -> Vec<(Arc<str>, Span)> {
    let inner = |body: &Body| body.members.iter().flat_map(named).collect::<Vec<_>>();
    match &member.kind {
        MemberKind::Set { target, .. } => match &target.first.kind {
            ExprKind::Literal(Value::Text(text)) => vec![(Arc::clone(text), target.first.span)],
            _ => Vec::new(),
        },
        MemberKind::Entry { param, .. } => vec![(Arc::clone(&param.text), param.span)],
        MemberKind::For { body, .. } => inner(body),
        MemberKind::If { branches, otherwise } => {
            branches.iter().map(|(_, body)| body).chain(otherwise).flat_map(inner).collect()
        }
        MemberKind::Spread(_) | MemberKind::Fold { .. } => Vec::new(),
    }
}

/// A path relative to a file, within the program's root; a folder means its main file.
fn beside(from: &str, path: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    Some(if joined.ends_with(".cld") { joined } else { format!("{joined}/main.cld") })
}
