//! Rules for an organisation (E9): sentences about everything of a noun, and assertions for each resource of a type.

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, WorldError};

use crate::hir::{ItemKind, Items, Name, Path};
use crate::mistakes::unknown_type;
use crate::program::{FrameId, Program};

impl Program<'_> {
    /// What a file of rules declares.
    pub(super) fn rules_of(&mut self, path: &str) -> Result<Items, WorldError> {
        let text = self.world.read(path)?;
        Ok(self.take(path, &text))
    }

    /// Goes through rules: like a program, and `for each` over what the program holds.
    pub(super) fn walk_rules(&mut self, frame: FrameId) {
        self.walk(frame);
        let Some(items) = self.get(frame).map(|here| Arc::clone(&here.block.items)) else { return };
        for item in items.iter() {
            if let ItemKind::ForEach { name, ty, items } = &item.kind {
                self.for_each(frame, name, ty, items);
            }
        }
    }

    /// `for each NAME: TYPE { .. }`: once for each resource of the type or instance of the noun.
    pub(super) fn for_each(&mut self, frame: FrameId, name: &Name, ty: &Path, items: &Items) {
        let raw = cloudc_facts::facts().resource_type(&ty.text).is_some();
        let things: Vec<Address> = if raw {
            let of_type = self.resources.iter().filter(|(_, resource)| resource.ty.name() == &*ty.text);
            of_type.map(|(address, _)| address.clone()).collect()
        } else {
            let Ok(Some(id)) = self.meaning(frame, ty).map(|meaning| meaning.and_then(|meaning| meaning.id())) else {
                return self.report(unknown_type::finding(ty.span, &ty.text));
            };
            let of_noun = self.instances.iter().filter(|(_, instance)| instance.id == id);
            of_noun.map(|(address, _)| address.clone()).collect()
        };
        for thing in things {
            let turn = self.turn(frame, items, (Arc::clone(&name.text), Value::Handle(thing)));
            self.walk(turn);
        }
    }
}
