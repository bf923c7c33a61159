//! What instances show, for the graph.

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span};
use cloudc_graph::Instance as Shown;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::hir::{ItemKind, Items};
use crate::program::{Instance, Program};

/// What a face is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    Word,
    Verb,
    Metric,
    Operation,
    Output,
}

/// What is shown, by name.
type Faces = IndexMap<Arc<str>, (Face, Span), FxBuildHasher>;

impl Program<'_> {
    /// All instances as the graph has them, in the order in which they were made.
    pub(super) fn shown_instances(&mut self) -> Vec<Shown> {
        let instances: Vec<(Address, Instance)> =
            self.instances.iter().map(|(address, instance)| (address.clone(), instance.clone())).collect();
        // A program that is looked at as a noun is no part of itself.
        let instances = instances.into_iter().filter(|(address, _)| *address != Address::root());
        instances.map(|(address, instance)| self.show(&address, &instance)).collect()
    }

    fn show(&mut self, address: &Address, instance: &Instance) -> Shown {
        let mut shown = Shown {
            address: address.clone(),
            noun: Arc::clone(&instance.noun),
            span: instance.span,
            doc: instance.doc.clone(),
            words: Vec::new(),
            verbs: Vec::new(),
            verbs_at: Vec::new(),
            metrics: Vec::new(),
            operations: Vec::new(),
            outputs: Vec::new(),
        };
        let known = instance.known.is_some();
        for (name, (face, at)) in self.faces(instance) {
            // What somebody else made shows only what is given of it; to ask for more would be a finding.
            if known && face != Face::Output {
                continue;
            }
            let given = instance.known.as_ref().map(|known| known.outputs.get(&name).cloned());
            let value = match given {
                Some(given) => given,
                None => {
                    let name = crate::hir::Name { text: Arc::clone(&name), span: instance.span };
                    self.shown(address, instance, &name).ok().flatten()
                }
            };
            let Some(value) = value.filter(|value| *value != Value::Null) else { continue };
            match face {
                Face::Word => shown.words.push((name, value)),
                Face::Verb => {
                    shown.verbs.push((name, value));
                    shown.verbs_at.push(at);
                }
                Face::Metric => shown.metrics.push((name, value)),
                Face::Operation => shown.operations.push((name, value)),
                Face::Output => shown.outputs.push((name, value)),
            }
        }
        shown
    }

    /// What an instance shows, and what it is: its own, and what it acts as shows beside.
    fn faces(&mut self, instance: &Instance) -> Faces {
        let mut faces = Faces::default();
        let mut at = Some(instance.clone());
        while let Some(here) = at {
            if let Some(items) = self.get(here.frame).map(|frame| Arc::clone(&frame.block.items)) {
                gather(&items, &mut faces);
            }
            let inner = self.acts_as(here.frame, here.span).ok().flatten();
            at = inner.and_then(|inner| self.instances.get(&inner).cloned()).filter(|next| next.frame != here.frame);
        }
        faces
    }
}

/// What declarations show, those in branches included.
fn gather(items: &Items, into: &mut Faces) {
    for item in items.iter() {
        let (face, name) = match &item.kind {
            ItemKind::Contract { word, .. } => (Face::Word, word),
            ItemKind::Verb { name, .. } => (Face::Verb, name),
            ItemKind::Metric { name, params, .. } if params.is_empty() => (Face::Metric, name),
            ItemKind::Operation { name, .. } => (Face::Operation, name),
            ItemKind::Output { name, .. } => (Face::Output, name),
            ItemKind::If { branches, otherwise } => {
                branches.iter().map(|(_, items)| items).chain(otherwise).for_each(|items| gather(items, into));
                continue;
            }
            _ => continue,
        };
        into.entry(Arc::clone(&name.text)).or_insert((face, name.span));
    }
}
