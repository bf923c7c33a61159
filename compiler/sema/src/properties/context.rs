//! Where a resource goes, as far as a program says it now: its region, its cluster's release.

use std::sync::Arc;

use cloudc_base::Span;
use cloudc_base::value::Value;
use cloudc_facts::facts;

use crate::block::Space;
use crate::hir::{Attribute, Body, Expr, ItemKind, Name};
use crate::mistakes::too_much;
use crate::program::{Eval, FrameId, Program, Resource};

/// How many expressions may be computed to explain one mistake.
const ASIDE: u32 = 20_000;

impl Program<'_> {
    /// The region of a resource: `@region` on it or on what it is a part of, else the program's; none if not known now.
    pub(super) fn region_of(&mut self, resource: &Resource) -> Option<Arc<str>> {
        let (mut frame, mut body) = (resource.frame, resource.body.clone());
        loop {
            if let Some((_, attributes, _)) = self.declaration(frame, &body)
                && let Some(region) = attributes.iter().find(|attribute| &*attribute.name.text == "region")
            {
                let value = region.arguments.first()?.value.clone();
                return text(self.quietly(frame, &value)?);
            }
            match self.caller(frame) {
                Some((caller, given)) => (frame, body) = (caller, given),
                None => break,
            }
        }
        let app = Expr { kind: crate::hir::ExprKind::Name(Arc::from("app")), span: resource.body.span };
        let Value::Record(app) = self.quietly(self.root?, &app)? else { return None };
        text(app.get("region")?.clone())
    }

    /// The release of the cluster that a resource is on, as an index into the facts' releases; none if not known now.
    pub(super) fn release(&mut self, resource: &Resource) -> Option<usize> {
        let (_, _, on) = self.declaration(resource.frame, &resource.body)?;
        let Value::Handle(cluster) = self.quietly(resource.frame, &on?)? else { return None };
        let version = if let Some(cluster) = self.resources.get(&cluster).cloned() {
            let Value::Record(properties) = self.properties_of(&cluster)? else { return None };
            properties.get("Version")?.clone()
        } else {
            let instance = self.instances.get(&cluster)?.frame;
            let face = Arc::from("version");
            self.aside(|program| program.declared(instance, Space::Faces, &face, resource.body.span))??
        };
        let version = text(version)?;
        facts().kubernetes_releases().iter().position(|release| **release == *version)
    }

    fn properties_of(&mut self, resource: &Resource) -> Option<Value> {
        self.aside(|program| program.record(resource.frame, &resource.body))
    }

    /// The value of an expression, computed to explain something.
    pub(super) fn quietly(&mut self, frame: FrameId, expr: &Expr) -> Option<Value> {
        self.aside(|program| program.value(frame, expr))
    }

    /// Computes something that the program itself does not ask for: it may not take long, costs the program nothing, and
    /// what has been reported is not reported again.
    fn aside<T>(&mut self, compute: impl FnOnce(&mut Self) -> Eval<T>) -> Option<T> {
        let (known, steps, stopped) = (self.findings.len(), self.steps, self.stopped);
        self.steps = steps.min(ASIDE);
        let value = compute(self).ok();
        (self.steps, self.stopped) = (steps, stopped);
        for finding in self.findings.split_off(known) {
            if !self.findings.contains(&finding) && finding.code != &too_much::CODE {
                self.findings.push(finding);
            }
        }
        value
    }

    /// The declaration in a frame that has this body: its name, attributes, and what it is on.
    fn declaration(&self, frame: FrameId, body: &Body) -> Option<(Name, Vec<Attribute>, Option<Expr>)> {
        let items = &self.get(frame)?.block.items;
        items.iter().find_map(|item| {
            let (name, own, on): (&Name, Span, &Option<Box<Expr>>) = match &item.kind {
                ItemKind::Resource { name, body, on, .. } | ItemKind::Existing { name, body, on, .. } => {
                    (name, body.span, on)
                }
                ItemKind::Call { name, body, .. } => (name, body.span, &None),
                _ => return None,
            };
            (own == body.span).then(|| (name.clone(), item.attributes.clone(), on.as_deref().cloned()))
        })
    }

    /// The frame and body of the call that a frame is inside of.
    fn caller(&self, frame: FrameId) -> Option<(FrameId, Body)> {
        let mut at = Some(frame);
        while let Some(here) = at.and_then(|id| self.get(id)) {
            if let Some(given) = &here.given {
                return Some(given.clone());
            }
            at = here.parent;
        }
        None
    }
}

fn text(value: Value) -> Option<Arc<str>> {
    if let Value::Text(text) = value { Some(text) } else { None }
}
