//! Going through everything that a program declares, so that all of it is computed and everything wrong with it is found.

use std::sync::Arc;

use cloudc_base::value::Value;

use super::given::over_given;
use crate::block::Space;
use crate::hir::{Expr, Field, ForHead, Item, ItemKind, Items, Name, TypeExpr, TypeKind};
use crate::mistakes::{assertion, given_read, unknown_type, wrong_kind};
use crate::noun::NounId;
use crate::program::{Eval, FrameId, Program};

impl Program<'_> {
    /// Computes every declaration of a frame, those of its branches and turns included, and of its instances. Sentences,
    /// patches and what asks for `given` are gathered for the stages to come.
    pub(crate) fn walk(&mut self, frame: FrameId) {
        stacker::maybe_grow(1 << 18, 4 << 20, || {
            let Some(items) = self.get(frame).map(|here| Arc::clone(&here.block.items)) else { return };
            for (index, item) in items.iter().enumerate() {
                self.visit(frame, index, item);
            }
        });
    }

    fn visit(&mut self, frame: FrameId, index: usize, item: &Item) {
        if self.pay(1, item.span).is_err() {
            return;
        }
        match &item.kind {
            ItemKind::Param { name, ty, .. } => {
                self.check_type(frame, ty);
                let _value = self.cell(frame, index, &name.text, name.span);
            }
            ItemKind::Metric { params, .. } if !params.is_empty() => self.check_fields(frame, params),
            ItemKind::Let { name, .. }
            | ItemKind::Output { name, .. }
            | ItemKind::Verb { name, .. }
            | ItemKind::Metric { name, .. }
            | ItemKind::Operation { name, .. }
            | ItemKind::Contract { word: name, .. } => drop(self.cell(frame, index, &name.text, name.span)),
            ItemKind::ActsAs { inner } => drop(self.cell(frame, index, &Arc::from("acts as"), inner.span)),
            ItemKind::Resource { name, .. } | ItemKind::Existing { name, .. } => self.visit_thing(frame, index, name),
            ItemKind::Call { name, noun, body } => {
                self.visit_thing(frame, index, name);
                self.check_spreads(frame, index, (name, noun), &body.members);
            }
            ItemKind::Type { ty, .. } => self.check_type(frame, ty),
            ItemKind::Use { name, .. } => self.visit_use(frame, name),
            ItemKind::If { .. } | ItemKind::For { .. } if over_given(item).is_some() => {
                self.check_given(item);
                self.stages.waiting.push((frame, index));
            }
            ItemKind::If { branches, otherwise } => self.visit_branches(frame, index, branches, otherwise.as_ref()),
            ItemKind::For { head, items } => self.visit_turns(frame, index, head, items),
            ItemKind::Assert { condition, message } => self.visit_assert(frame, condition, message),
            ItemKind::Sentence(sentence) => {
                if !self.is_foreign(frame) {
                    self.stages.sentences.push((frame, Arc::clone(sentence), item.span));
                }
            }
            ItemKind::Scale { target, .. } => self.visit_scale(frame, target),
            ItemKind::Patch { target, body } => {
                if !self.is_foreign(frame) {
                    self.visit_patch(frame, target, body);
                }
            }
            ItemKind::App { body, .. } => self.visit_app(frame, body, item.span),
            ItemKind::ForEach { .. } if Some(frame) == self.root => {
                self.report(crate::mistakes::sentence::rules_only(item.span))
            }
            ItemKind::Component { .. } | ItemKind::ForEach { .. } => {}
        }
        self.check_attributes(frame, item);
    }

    fn visit_thing(&mut self, frame: FrameId, index: usize, name: &Name) {
        let Ok(Value::Handle(address)) = self.cell(frame, index, &name.text, name.span) else { return };
        let Some(instance) = self.instances.get(&address) else { return };
        if instance.known.is_none() {
            let inside = instance.frame;
            self.walk(inside);
        }
    }

    fn visit_branches(&mut self, frame: FrameId, index: usize, branches: &[(Expr, Items)], otherwise: Option<&Items>) {
        if let Ok(Some(branch)) = self.branch(frame, index, branches, otherwise) {
            self.walk(branch);
        }
    }

    fn visit_turns(&mut self, frame: FrameId, index: usize, head: &ForHead, items: &Items) {
        let turns = self.turns(frame, index, head, items).unwrap_or_else(|_| Arc::from([]));
        turns.iter().for_each(|(_, turn)| self.walk(*turn));
    }

    /// What asked for `given`, now that the sentences are known.
    pub(super) fn walk_waiting(&mut self) {
        for (frame, index) in std::mem::take(&mut self.stages.waiting) {
            let Some(items) = self.get(frame).map(|here| Arc::clone(&here.block.items)) else { continue };
            match items.get(index).map(|item| &item.kind) {
                Some(ItemKind::If { branches, otherwise }) => {
                    if let Ok(Some(branch)) = self.branch(frame, index, branches, otherwise.as_ref()) {
                        self.walk_resources(branch);
                    }
                }
                Some(ItemKind::For { head, items }) => {
                    let turns = self.turns(frame, index, head, items).unwrap_or_else(|_| Arc::from([]));
                    turns.iter().for_each(|(_, turn)| self.walk_resources(*turn));
                }
                _ => {}
            }
        }
    }

    /// A frame that depends on `given`: it may hold resources, values, and branches and loops of them.
    fn walk_resources(&mut self, frame: FrameId) {
        let Some(items) = self.get(frame).map(|here| Arc::clone(&here.block.items)) else { return };
        for (index, item) in items.iter().enumerate() {
            match &item.kind {
                ItemKind::Resource { .. } | ItemKind::Let { .. } | ItemKind::Assert { .. } => {
                    self.visit(frame, index, item)
                }
                ItemKind::If { branches, otherwise } => {
                    if let Ok(Some(branch)) = self.branch(frame, index, branches, otherwise.as_ref()) {
                        self.walk_resources(branch);
                    }
                }
                ItemKind::For { head, items } => {
                    let turns = self.turns(frame, index, head, items).unwrap_or_else(|_| Arc::from([]));
                    turns.iter().for_each(|(_, turn)| self.walk_resources(*turn));
                }
                // What may not stand here was found when the branch was put off.
                _ => {}
            }
        }
    }

    /// What stands in a branch or loop that asks for `given`, taken or not: resources, and values for them.
    fn check_given(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Resource { .. } | ItemKind::Let { .. } | ItemKind::Assert { .. } => {}
            ItemKind::If { branches, otherwise } => {
                let inside = branches.iter().map(|(_, items)| items).chain(otherwise);
                inside.flat_map(|items| items.iter()).for_each(|item| self.check_given(item));
            }
            ItemKind::For { items, .. } => items.iter().for_each(|item| self.check_given(item)),
            _ => self.report(given_read::no_resource(item.span)),
        }
    }

    /// `use`: the file is there and can be read.
    fn visit_use(&mut self, frame: FrameId, name: &Name) {
        let path = crate::hir::Path { text: Arc::clone(&name.text), span: name.span };
        let Ok((items, _, id)) = self.noun(frame, &path) else { return };
        let NounId::File(file) = id else { return };
        if crate::noun::is_library(&file) || !self.stages.checked.insert(Arc::clone(&file)) {
            return;
        }
        if let Ok(module) = self.module(&file) {
            self.check_names(module, &items);
        }
    }

    /// `assert`: its condition holds.
    pub(crate) fn visit_assert(&mut self, frame: FrameId, condition: &Expr, message: &Expr) {
        // What a call sets by a name that there is not may be what the condition asks for.
        let instance = self.get(frame).and_then(|here| self.instances.get(&here.address));
        if instance.is_some_and(|instance| instance.misread) {
            return;
        }
        let outer = self.at.replace(frame);
        if let Ok(false) = self.condition(frame, condition)
            && let Ok(message) = self.assert_message(frame, message)
        {
            let finding = match &self.stages.judged {
                Some((thing, span)) => assertion::about(condition.span, &message, &thing.to_string(), *span),
                None => assertion::finding(condition.span, &message),
            };
            self.report(finding);
        }
        self.at = outer;
    }

    fn assert_message(&mut self, frame: FrameId, message: &Expr) -> Eval<String> {
        match self.value(frame, message)? {
            Value::Text(text) => Ok(text.to_string()),
            Value::Later(later) if !later.is_secret() => Ok(later.to_string()),
            Value::Later(_) => Ok("(secret)".to_owned()),
            other => self.fail(wrong_kind::finding(message.span, "a String", &other)),
        }
    }

    /// Every name in a type is the name of a type.
    pub(crate) fn check_type(&mut self, frame: FrameId, ty: &TypeExpr) {
        match &ty.kind {
            TypeKind::Unread | TypeKind::Literal(_) => {}
            TypeKind::Named(path) => {
                let known = crate::eval::types::is_builtin(&path.text)
                    || cloudc_facts::facts().resource_type(&path.text).is_some();
                if !known && matches!(self.meaning(frame, path), Ok(None)) {
                    self.report(unknown_type::finding(path.span, &path.text));
                }
            }
            TypeKind::Bounded { name, bounds } => self.check_bounds(frame, name, bounds),
            TypeKind::List(inner) | TypeKind::Map(inner) | TypeKind::Optional(inner) | TypeKind::Secret(inner) => {
                self.check_type(frame, inner);
            }
            TypeKind::Record(fields) => self.check_fields(frame, fields),
            TypeKind::Union(types) => types.iter().for_each(|ty| self.check_type(frame, ty)),
        }
    }

    fn check_fields(&mut self, frame: FrameId, fields: &[Field]) {
        fields.iter().for_each(|field| self.check_type(frame, &field.ty));
    }

    /// The bounds of a type are a range of that type.
    fn check_bounds(&mut self, frame: FrameId, name: &Name, bounds: &Expr) {
        let Ok(Value::Range(ends)) = self.known(frame, bounds, "the bounds of a type") else { return };
        let kind = ends.0.kind().trim_start_matches("an ").trim_start_matches("a ");
        let number = &*name.text == "Number" && matches!(ends.0, Value::Int(_) | Value::Float(_));
        if kind != &*name.text && !number && !(&*name.text == "Float" && kind == "Int") {
            self.report(unknown_type::bounds(bounds.span, &name.text, ends.0.kind()));
        }
    }

    /// Whether a frame is part of another program (D31).
    pub(crate) fn is_foreign(&self, frame: FrameId) -> bool {
        let Some(here) = self.get(frame) else { return false };
        self.is_foreign_at(&here.address)
    }

    /// Whether an address lies in another program.
    pub(crate) fn is_foreign_at(&self, address: &cloudc_base::Address) -> bool {
        self.foreign_root_at(address).is_some()
    }

    /// A name that a frame declares in a space, for tools.
    pub(crate) fn declares(&self, frame: FrameId, space: Space, name: &str) -> bool {
        self.get(frame).is_some_and(|here| here.block.find(space, name).is_some())
    }
}
