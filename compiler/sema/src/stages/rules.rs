//! Rules for an organisation (E9): sentences about everything of a noun, and assertions for each resource of a type.

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span, WorldError};
use cloudc_graph::Node;

use super::Reading;
use crate::cost;
use crate::hir::{Item, ItemKind, Items, Name, Path};
use crate::mistakes::{sentence, unknown_type};
use crate::program::{FrameId, Program};

impl Program<'_> {
    /// What a file of rules declares.
    pub(super) fn rules_of(&mut self, path: &str) -> Result<Items, WorldError> {
        let text = self.world.read(path)?;
        Ok(self.take(path, &text))
    }

    /// Goes through what rules say apart from `for each`, like a program.
    pub(super) fn walk_rules(&mut self, frame: FrameId) {
        self.walk(frame);
        self.stages.rules.push(frame);
    }

    /// Goes through every `for each` of rules: over what the program holds after patches and sentences.
    pub(super) fn judge(&mut self, made: &[Node]) {
        if self.stages.rules.is_empty() {
            return;
        }
        let reading = std::mem::replace(&mut self.stages.reading, Reading::Ruled);
        self.stages.made = made.iter().map(|node| (node.address.clone(), node.clone())).collect();
        for frame in std::mem::take(&mut self.stages.rules) {
            let Some(items) = self.get(frame).map(|here| Arc::clone(&here.block.items)) else { continue };
            for item in items.iter() {
                if let ItemKind::ForEach { name, ty, items } = &item.kind {
                    items.iter().for_each(|item| self.check_rule(item));
                    self.for_each(frame, name, ty, items);
                }
            }
        }
        self.stages.reading = reading;
    }

    /// `for each` asserts, and computes what it asserts something about.
    fn check_rule(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Assert { .. } | ItemKind::Let { .. } => {}
            ItemKind::If { branches, otherwise } => {
                let inside = branches.iter().map(|(_, items)| items).chain(otherwise);
                inside.flat_map(|items| items.iter()).for_each(|item| self.check_rule(item));
            }
            ItemKind::For { items, .. } => items.iter().for_each(|item| self.check_rule(item)),
            _ => self.report(sentence::rule_asserts(item.span)),
        }
    }

    /// `for each NAME: TYPE { .. }`: once for each resource of the type or instance of the noun.
    fn for_each(&mut self, frame: FrameId, name: &Name, ty: &Path, items: &Items) {
        let things: Vec<(Address, Span)> = if cloudc_facts::facts().resource_type(&ty.text).is_some() {
            let of_type = self.resources.iter().filter(|(_, resource)| resource.ty.name() == &*ty.text);
            let of_type = of_type.map(|(address, resource)| (address.clone(), resource.span));
            let made = self.stages.made.values().filter(|node| node.ty == ty.text);
            of_type.chain(made.map(|node| (node.address.clone(), node.span))).collect()
        } else {
            let Ok(Some(id)) = self.meaning(frame, ty).map(|meaning| meaning.and_then(|meaning| meaning.id())) else {
                return self.report(unknown_type::finding(ty.span, &ty.text));
            };
            let of_noun = self.instances.iter().filter(|(_, instance)| instance.id == id);
            of_noun.map(|(address, instance)| (address.clone(), instance.span)).collect()
        };
        for thing in things.into_iter().filter(|(address, _)| !self.is_foreign_at(address)).collect::<Vec<_>>() {
            if self.pay(cost::FRAME, ty.span).is_err() {
                break;
            }
            let turn = self.turn(frame, items, (Arc::clone(&name.text), Value::Handle(thing.0.clone())));
            self.stages.judged = Some(thing);
            self.walk(turn);
        }
        self.stages.judged = None;
    }

    /// A property of what a sentence made, where rules look at it; null if it is not written.
    pub(crate) fn made_property(&self, address: &Address, name: &str) -> Option<Value> {
        let node = self.stages.made.get(address)?;
        let Value::Record(record) = &node.properties else { return None };
        Some(record.get(name).cloned().unwrap_or_default())
    }
}
