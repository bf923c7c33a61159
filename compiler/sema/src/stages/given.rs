use std::sync::Arc;

use cloudc_base::value::{Entries, Value};
use cloudc_base::{Address, Span};

use crate::block::Space;
use crate::hir::{Body, Expr, ExprKind, Item, ItemKind, Name};
use crate::mistakes::{given_read, unknown_name};
use crate::program::{Eval, FrameId, Program, Silent};

impl Program<'_> {
    /// The instance that a frame is part of; none in the root file.
    pub(crate) fn owner(&self, frame: FrameId) -> Option<Address> {
        let here = self.get(frame)?;
        let scope = here.parent.filter(|_| here.block.items.is_empty());
        match scope {
            // A turn of a comprehension has no place of its own.
            Some(parent) => self.owner(parent),
            None => Some(here.address.clone()).filter(|address| self.instances.contains_key(address)),
        }
    }

    /// `self`: the instance's own handle.
    pub(crate) fn own_handle(&mut self, frame: FrameId, span: Span) -> Eval {
        match self.owner(frame) {
            Some(address) => Ok(Value::Handle(address)),
            None => self.fail(unknown_name::no_self(span)),
        }
    }

    /// What only `self` shows: `self.policy`, what sentences let it do; `self.name`, what the program calls it.
    pub(crate) fn of_self(&mut self, frame: FrameId, name: &Name, span: Span) -> Eval<Option<Value>> {
        let Value::Handle(own) = self.own_handle(frame, span)? else { return Err(Silent) };
        let declared = |program: &Self, name: &str| {
            let instance = program.instances.get(&own).and_then(|instance| program.get(instance.frame));
            instance.is_some_and(|frame| frame.block.find(Space::Faces, name).is_some())
        };
        Ok(match &*name.text {
            "policy" if !declared(self, "policy") => Some(Value::Handle(self.own_policy(&own))),
            "name" if own.last().is_none() => {
                self.instances.get(&own).map(|instance| Value::Text(Arc::clone(&instance.noun)))
            }
            "name" if !declared(self, "name") => own.last().map(|step| {
                let keys = step.keys.iter().map(|key| match key {
                    cloudc_base::Key::Text(text) => text.to_string(),
                    cloudc_base::Key::Number(number) => number.to_string(),
                });
                let parts: Vec<String> = std::iter::once(step.name.to_string()).chain(keys).collect();
                Value::text(parts.join("-"))
            }),
            _ => None,
        })
    }

    /// `given`: what sentences grant on this instance that the other side cannot carry (D14).
    pub(crate) fn given(&mut self, frame: FrameId, span: Span) -> Eval {
        let Some(own) = self.owner(frame) else { return self.fail(unknown_name::no_given(span)) };
        match &self.stages.given {
            Some(given) => Ok(given.get(&own).cloned().unwrap_or_else(Entries::new).seal()),
            None => self.fail(given_read::too_early(span)),
        }
    }

    /// Whether an instance's noun reads `given` anywhere, and can do something with it: it is made here.
    pub(crate) fn reads_given(&mut self, address: &Address) -> bool {
        let Some(instance) = self.instances.get(address).filter(|instance| instance.known.is_none()) else {
            return false;
        };
        let Some(items) = self.get(instance.frame).map(|frame| Arc::clone(&frame.block.items)) else { return false };
        if self.is_foreign_at(address) {
            return false;
        }
        let noun = items.as_ptr().addr();
        if let Some(reads) = self.stages.readers.get(&noun) {
            return *reads;
        }
        let reads = items.iter().any(asks_given);
        self.stages.readers.insert(noun, reads);
        reads
    }

    /// A name that an `if` or `for` over `given` brings in has no meaning before the sentences are known (D2).
    pub(crate) fn not_before_sentences(&mut self, item: &Item, name: &str, span: Span) -> Eval<()> {
        if self.stages.given.is_some() {
            return Ok(());
        }
        match over_given(item) {
            Some(head) => self.fail(given_read::depends(span, name, head)),
            None => Ok(()),
        }
    }
}

/// Where an `if` or `for` asks for `given`, if it is one that does.
pub(crate) fn over_given(item: &Item) -> Option<Span> {
    let asks = |expr: &&Expr| mentions(expr, "given");
    match &item.kind {
        ItemKind::If { branches, .. } => {
            branches.iter().map(|(condition, _)| condition).find(asks).map(|expr| expr.span)
        }
        ItemKind::For { head, .. } => Some(&head.over).filter(asks).map(|expr| expr.span),
        _ => None,
    }
}

/// Whether a declaration, or one inside of it, asks for `given`.
fn asks_given(item: &Item) -> bool {
    let body = |body: &Body| {
        let mut asks = false;
        body.visit(&mut |part| asks |= matches!(&part.kind, ExprKind::Name(name) if &**name == "given"));
        asks
    };
    match &item.kind {
        ItemKind::Let { value, .. } => mentions(value, "given"),
        ItemKind::Resource { body: properties, .. } => body(properties),
        ItemKind::If { branches, otherwise } => {
            branches.iter().any(|(condition, items)| mentions(condition, "given") || items.iter().any(asks_given))
                || otherwise.iter().any(|items| items.iter().any(asks_given))
        }
        ItemKind::For { head, items } => mentions(&head.over, "given") || items.iter().any(asks_given),
        _ => false,
    }
}

/// Whether an expression asks for a name.
pub(crate) fn mentions(expr: &Expr, name: &str) -> bool {
    let mut found = false;
    expr.visit(&mut |part| found |= matches!(&part.kind, ExprKind::Name(text) if **text == *name));
    found
}

/// The names that an expression asks for.
pub(crate) fn names_in(expr: &Expr) -> Vec<Arc<str>> {
    let mut names = Vec::new();
    expr.visit(&mut |part| {
        if let ExprKind::Name(text) = &part.kind {
            names.push(Arc::clone(text));
        }
    });
    names
}
