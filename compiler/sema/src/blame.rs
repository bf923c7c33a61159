//! Who made a mistake: what goes wrong inside a noun because of what its call says is the call's, and the noun's line is
//! shown beside it (D5).

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Finding, Span};

use crate::block::Space;
use crate::eval::types::is_builtin;
use crate::hir::{Body, Expr, ExprKind, ForHead, Item, ItemKind, Items, MemberKind, TypeExpr, TypeKind};
use crate::narrow::{Hints, narrowed, steps_in};
use crate::noun::is_library;
use crate::program::{FrameId, Program};
use crate::stages::given::names_in;

/// Mistakes that a noun makes whatever it is given, because its params have types.
const NOUNS_OWN: &[&str] = &[
    "wrong-kind",
    "unknown-part",
    "unknown-name",
    "unknown-noun",
    "unknown-type",
    "unknown-function",
    "unknown-resource",
    "unknown-property",
    "missing-property",
    "duplicate-name",
    "call-body",
    "given-read",
    "attribute",
    "contract-value",
    "cluster-needed",
    "unknown-verb",
    "sentence",
];

/// Of these, what a caller makes all the same where the noun takes in all properties of a record: `...record`.
const OF_RECORDS: &[&str] = &["unknown-property", "missing-property"];

/// How far names are followed.
const MAX_STEPS: usize = 16;

impl Program<'_> {
    /// The finding where the reader made the mistake: at the field of a call, if a param brought the value.
    pub(crate) fn blamed(&self, finding: Finding) -> Finding {
        let Some(frame) = self.at else { return finding };
        let name = finding.code.name;
        let taken_in = OF_RECORDS.contains(&name) && self.takes_in(frame, finding.primary.span);
        if NOUNS_OWN.contains(&name) && !taken_in {
            return finding;
        }
        let mut finding = finding;
        let mut at = frame;
        // What an inner noun reads of a value, it reads of what was passed on to it.
        let mut hints = Hints::default();
        for _ in 0..MAX_STEPS {
            let library = self.sources.get(finding.primary.span.file).is_some_and(|file| is_library(file.name()));
            let Some((caller, span)) = self.brought(at, finding.primary.span, library, &mut hints) else { break };
            let inner = finding.primary.span;
            let note = if finding.secondary.is_empty() && finding.primary.text.is_empty() {
                "needed here".to_owned()
            } else {
                std::mem::take(&mut finding.primary.text)
            };
            let note = if note.is_empty() { "needed here".to_owned() } else { note };
            finding.secondary.insert(0, cloudc_base::Label { span: inner, text: note });
            finding.primary.span = span;
            finding.fix = None;
            at = caller;
        }
        finding
    }

    /// Whether what stands at `span` is a record all properties of which a resource of the noun takes in.
    fn takes_in(&self, frame: FrameId, span: Span) -> bool {
        let Some(here) = self.instance_frame(frame).and_then(|id| self.get(id)) else { return false };
        resources_at(&here.block.items, span).iter().any(|body| {
            body.members.iter().any(|member| matches!(&member.kind, MemberKind::Spread(record) if record.span == span))
        })
    }

    /// Whether what stands at a place in a noun has one type, whatever the noun is given.
    pub(crate) fn is_by_type(&self, span: Span) -> bool {
        let here = self.at.and_then(|frame| self.instance_frame(frame));
        let Some((instance, here)) = here.and_then(|id| Some((id, self.get(id)?))) else { return false };
        let mut found = Names::default();
        expressions_at(&here.block.items, span, &mut found);
        let params = self.params_behind(instance, found.names);
        let closed = |name: &Arc<str>| {
            let item = here.block.find(Space::Values, name).and_then(|index| here.block.items.get(index));
            matches!(item.map(|item| &item.kind), Some(ItemKind::Param { ty, .. }) if is_closed(ty))
        };
        !params.is_empty() && params.iter().all(closed)
    }

    /// Whether a value may be absent because of what a noun is given: a resource that is declared always is always there.
    pub(crate) fn is_from_param(&self, frame: FrameId, expr: &Expr) -> bool {
        let mut names = names_in(expr);
        let mut next = 0;
        while let Some(name) = names.get(next).cloned() {
            next += 1;
            match self.declaration(frame, &name) {
                Some(ItemKind::Resource { .. } | ItemKind::Existing { .. }) => {}
                Some(ItemKind::Let { value, .. }) => {
                    let more = names_in(value).into_iter().filter(|more| !names.contains(more)).collect::<Vec<_>>();
                    names.extend(more);
                }
                _ => return true,
            }
        }
        false
    }

    /// What a name is declared as, from a frame outwards; none for names of loops.
    pub(crate) fn declaration(&self, frame: FrameId, name: &str) -> Option<&ItemKind> {
        let mut at = Some(frame);
        while let Some(here) = at.and_then(|id| self.get(id)) {
            if here.locals.iter().any(|(local, _)| **local == *name) {
                return None;
            }
            if let Some(index) = here.block.find(Space::Values, name) {
                return here.block.items.get(index).map(|item| &item.kind);
            }
            at = here.parent;
        }
        None
    }

    /// The field of the call that brings what stands at `span` into the instance that `frame` is part of. Nobody mends the
    /// library where he uses it: where no field did, it is the entry whose turn it is, or else the call.
    fn brought(&self, frame: FrameId, span: Span, library: bool, hints: &mut Hints) -> Option<(FrameId, Span)> {
        let instance = self.instance_frame(frame)?;
        let here = self.get(instance)?;
        let (caller, body) = here.given.as_ref()?;
        let mut found = Names::default();
        expressions_at(&here.block.items, span, &mut found);
        hints.turns.extend(self.turns_around(frame, instance));
        hints.steps.extend(found.steps);
        let hints = &*hints;
        let set_by = |names| {
            let params = self.params_behind(instance, names);
            let set = params.iter().find_map(|param| narrowed(body, param, hints));
            let scale = params.iter().any(|param| &**param == "scale");
            set.or_else(|| scale.then(|| self.scale_at(&here.address)).flatten())
        };
        let turn = || library.then(|| set_by(found.looped)).flatten();
        let call = || library.then(|| self.instances.get(&here.address).map(|instance| instance.span)).flatten();
        set_by(found.names).or_else(turn).or_else(call).map(|span| (*caller, span))
    }

    /// What the names of the loops between a frame and its instance stand for.
    fn turns_around(&self, frame: FrameId, instance: FrameId) -> Vec<Value> {
        let mut turns = Vec::new();
        let mut at = Some(frame);
        while let Some(id) = at.filter(|id| *id != instance) {
            let Some(here) = self.get(id) else { break };
            turns.extend(here.locals.iter().map(|(_, value)| value.clone()));
            at = here.parent;
        }
        turns
    }

    /// The frame of the instance that a frame is part of: the one with a call.
    fn instance_frame(&self, frame: FrameId) -> Option<FrameId> {
        let mut at = Some(frame);
        while let Some(id) = at {
            let here = self.get(id)?;
            if here.given.is_some() {
                return Some(id);
            }
            at = here.parent;
        }
        None
    }

    /// The params that names come from, those behind `let`s included.
    fn params_behind(&self, frame: FrameId, names: Vec<Arc<str>>) -> Vec<Arc<str>> {
        let Some(here) = self.get(frame) else { return Vec::new() };
        let mut seen: Vec<Arc<str>> = names;
        let mut params = Vec::new();
        let mut next = 0;
        while let Some(name) = seen.get(next).cloned() {
            next += 1;
            let Some(index) = here.block.find(Space::Values, &name) else { continue };
            match here.block.items.get(index).map(|item| &item.kind) {
                Some(ItemKind::Param { name, .. }) => params.push(Arc::clone(&name.text)),
                Some(ItemKind::Let { value, .. }) => {
                    for name in names_in(value) {
                        if !seen.contains(&name) && seen.len() < 64 {
                            seen.push(name);
                        }
                    }
                }
                _ => {}
            }
        }
        params
    }
}

/// The bodies of the resources at a place among declarations.
fn resources_at(items: &Items, span: Span) -> Vec<&Body> {
    let mut bodies = Vec::new();
    for item in items.iter().filter(|item| holds(item.span, span)) {
        match &item.kind {
            ItemKind::Resource { body, .. } => bodies.push(body),
            ItemKind::For { items, .. } => bodies.extend(resources_at(items, span)),
            ItemKind::If { branches, otherwise } => {
                branches.iter().for_each(|(_, items)| bodies.extend(resources_at(items, span)));
                otherwise.iter().for_each(|items| bodies.extend(resources_at(items, span)));
            }
            _ => {}
        }
    }
    bodies
}

/// What is named at a place among declarations.
#[derive(Default)]
struct Names {
    /// In the innermost expressions; what loops around it go over counts, where their names do.
    names: Vec<Arc<str>>,
    /// The parts that are read of one of them, if of one only.
    steps: Vec<Arc<str>>,
    /// What the loops around it go over.
    looped: Vec<Arc<str>>,
}

fn expressions_at(items: &Items, span: Span, into: &mut Names) {
    for item in items.iter().filter(|item| holds(item.span, span)) {
        expressions_in(item, span, into);
    }
}

/// The innermost of the expressions that are shown, with the heads of the comprehensions around it.
fn innermost(visit: impl Fn(&mut dyn FnMut(&Expr)), span: Span, into: &mut Names) {
    let mut best: Option<Expr> = None;
    let mut heads: Vec<ForHead> = Vec::new();
    visit(&mut |part| {
        if !holds(part.span, span) {
            return;
        }
        best = Some(part.clone());
        if let ExprKind::Comprehension { head, .. } = &part.kind {
            heads.push((**head).clone());
        }
    });
    let Some(best) = best else { return };
    into.names.extend(names_in(&best));
    into.steps = steps_in(&best);
    for head in heads.iter().rev() {
        if head.key.iter().chain([&head.name]).any(|local| into.names.contains(&local.text)) {
            into.names.extend(names_in(&head.over));
        }
    }
}

fn expressions_in(item: &Item, span: Span, into: &mut Names) {
    let mut see = |expr: &Expr| innermost(|see| expr.visit(see), span, into);
    match &item.kind {
        ItemKind::Let { value, .. }
        | ItemKind::Output { value, .. }
        | ItemKind::Verb { value, .. }
        | ItemKind::Metric { value, .. }
        | ItemKind::Operation { value, .. }
        | ItemKind::Contract { value, .. } => see(value),
        ItemKind::Assert { condition, .. } => see(condition),
        ItemKind::Param { default, .. } => default.iter().for_each(|default| see(default)),
        ItemKind::Resource { body, .. } | ItemKind::Call { body, .. } | ItemKind::Existing { body, .. } => {
            innermost(|see| body.visit(see), span, into);
        }
        ItemKind::For { head, items } => {
            if holds(head.over.span, span) {
                see(&head.over);
            }
            let before = into.names.len();
            expressions_at(items, span, into);
            // The names of the loop stand for what it goes over.
            let names = [head.key.as_ref(), Some(&head.name)];
            let looped =
                into.names.iter().skip(before).any(|name| names.iter().flatten().any(|local| local.text == *name));
            if looped {
                into.names.extend(names_in(&head.over));
            }
            into.looped.extend(names_in(&head.over));
        }
        ItemKind::If { branches, otherwise } => {
            for (condition, items) in branches {
                if holds(condition.span, span) {
                    into.names.extend(names_in(condition));
                }
                expressions_at(items, span, into);
            }
            otherwise.iter().for_each(|items| expressions_at(items, span, into));
        }
        _ => {}
    }
}

/// Whether all values of a type are of one kind.
fn is_closed(ty: &TypeExpr) -> bool {
    match &ty.kind {
        TypeKind::Named(path) => is_builtin(&path.text) && !matches!(&*path.text, "Any" | "Number" | "handle"),
        TypeKind::Bounded { name, .. } => &*name.text != "Number",
        TypeKind::Literal(_) | TypeKind::List(_) | TypeKind::Map(_) | TypeKind::Record(_) => true,
        TypeKind::Union(types) => types.iter().all(|ty| matches!(ty.kind, TypeKind::Literal(_))),
        TypeKind::Secret(_) | TypeKind::Optional(_) | TypeKind::Unread => false,
    }
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}
