//! Where a resource lives: `@region`, `@account`, and the program that it belongs to (D31, D32).

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, FileId, Span};
use cloudc_graph::Place;

use crate::hir::{Argument, ExprKind};
use crate::mistakes::attribute;
use crate::program::{Eval, FrameId, Program, Silent};

impl Program<'_> {
    /// Where what says nothing itself lives: in the region of its own program, which may be another one.
    pub(super) fn home(&mut self, address: &Address) -> Place {
        let Some((theirs, mine)) = self.foreign_root_at(address).zip(self.root) else { return Place::default() };
        let mut region = |root| self.app_of(root, "region", Span::new(FileId::ROOT, 0, 0)).ok().flatten();
        match (region(theirs), region(mine)) {
            (Some(Value::Text(theirs)), mine) if mine != Some(Value::Text(Arc::clone(&theirs))) => {
                Place { region: Some(theirs), account: None }
            }
            _ => Place::default(),
        }
    }

    /// Where a resource of the program lives.
    pub(in crate::stages) fn place_at(&mut self, address: &Address) -> Place {
        match self.resources.get(address).cloned() {
            Some(resource) => self.asked(address, resource.frame, &resource.attributes).place,
            None => self.home(address),
        }
    }

    pub(super) fn region(&mut self, frame: FrameId, arguments: &[Argument]) -> Eval<Arc<str>> {
        let Some(argument) = arguments.first() else { return Err(Silent) };
        let facts = cloudc_facts::facts();
        match self.known(frame, &argument.value, "`@region`")? {
            Value::Text(text) if facts.region(&text).is_some() => Ok(text),
            Value::Text(text) => self.fail(attribute::no_region(argument.value.span, &text)),
            other => self.fail(attribute::wrong(argument.value.span, "a String", other.kind())),
        }
    }

    /// The name of an account that the program's `app` lists.
    pub(super) fn account(&mut self, frame: FrameId, arguments: &[Argument]) -> Eval<Arc<str>> {
        let Some(argument) = arguments.first() else { return Err(Silent) };
        let (ExprKind::Name(name) | ExprKind::Literal(Value::Text(name))) = &argument.value.kind else {
            return self.fail(attribute::shape(argument.value.span, "@account(NAME)"));
        };
        let Value::Record(app) = self.app(frame, argument.value.span)? else { return Err(Silent) };
        let known: Vec<Arc<str>> = match app.get("accounts") {
            Some(Value::Record(accounts)) => accounts.iter().map(|(name, _)| Arc::clone(name)).collect(),
            _ => Vec::new(),
        };
        match known.contains(name) {
            true => Ok(Arc::clone(name)),
            false => self.fail(attribute::no_account(argument.value.span, name, &known)),
        }
    }
}
