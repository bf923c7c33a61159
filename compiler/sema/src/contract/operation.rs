//! `operation NAME = { mechanism, .. }`: what commands of later days do to a thing (D46, E13).

use std::sync::Arc;

use cloudc_base::value::Value;

use crate::block::Space;
use crate::hir::{Expr, ExprKind, Item, ItemKind, Name};
use crate::mistakes::contract_value;
use crate::program::{Eval, FrameId, Instance, Program};

/// What commands can do, each with its type in `contract.cld`.
const MECHANISMS: &[(&str, &str)] =
    &[("call", "Call"), ("forward", "Forward"), ("logs", "Logs"), ("restart", "Restart"), ("ssh", "Ssh")];

impl Program<'_> {
    /// What an operation does, as the type of its mechanism has it.
    pub(crate) fn operation(&mut self, frame: FrameId, name: &Name, value: &Expr) -> Eval {
        if let Some(handed_on) = self.handed_on(frame, value)? {
            return Ok(handed_on);
        }
        let found = self.value(frame, value)?;
        let mechanism = match &found {
            Value::Null => return Ok(Value::Null),
            Value::Record(record) => record.get("mechanism").cloned().unwrap_or(Value::Null),
            other => return self.fail(contract_value::no_operation(value.span, &name.text, other)),
        };
        match MECHANISMS.iter().find(|(known, _)| mechanism == Value::text(*known)) {
            Some((_, ty)) => self.as_named(ty, name, found, value.span),
            None => {
                let known = MECHANISMS.iter().map(|(known, _)| *known);
                self.fail(contract_value::no_mechanism(value.span, &name.text, &mechanism, known))
            }
        }
    }

    /// The operation of another thing: a noun may hand on what its part can do.
    fn handed_on(&mut self, frame: FrameId, value: &Expr) -> Eval<Option<Value>> {
        let ExprKind::Step { of, name, .. } = &value.kind else { return Ok(None) };
        let Value::Handle(address) = self.value(frame, of)? else { return Ok(None) };
        match self.instances.get(&address).cloned() {
            Some(instance) if self.is_operation(&instance, &name.text) => self.shown(&address, &instance, name),
            _ => Ok(None),
        }
    }

    /// Whether a noun, or what it acts as, has an operation of this name.
    pub(crate) fn is_operation(&mut self, instance: &Instance, name: &str) -> bool {
        let mut at = Some(instance.clone());
        while let Some(here) = at {
            let block = self.get(here.frame).map(|frame| Arc::clone(&frame.block));
            let item = block.as_ref().and_then(|block| block.items.get(block.find(Space::Faces, name)?));
            if let Some(item) = item {
                return declares(item, name);
            }
            let inner = self.acts_as(here.frame, here.span).ok().flatten();
            at = inner.and_then(|inner| self.instances.get(&inner).cloned()).filter(|next| next.frame != here.frame);
        }
        false
    }
}

/// Whether an item is the operation of this name, or holds it in a branch.
fn declares(item: &Item, name: &str) -> bool {
    match &item.kind {
        ItemKind::Operation { name: known, .. } => *known.text == *name,
        ItemKind::If { branches, otherwise } => {
            let inside = branches.iter().map(|(_, items)| items).chain(otherwise);
            inside.flat_map(|items| items.iter()).any(|item| declares(item, name))
        }
        _ => false,
    }
}
