//! Where a resource goes, as far as a program says it now: its region, its cluster's release.

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_facts::facts;

use crate::block::Space;
use crate::hir::{Attribute, Expr};
use crate::mistakes::too_much;
use crate::program::{Eval, FrameId, Program, Resource};

/// How many expressions may be computed to explain one mistake.
const ASIDE: u32 = 20_000;

impl Program<'_> {
    /// The region of a resource: `@region` on it or on what it is a part of, else the program's; none if not known now.
    pub(super) fn region_of(&mut self, resource: &Resource) -> Option<Arc<str>> {
        let (mut frame, mut attributes) = (resource.frame, resource.attributes.clone());
        loop {
            if let Some(region) = attributes.iter().find(|attribute| &*attribute.name.text == "region") {
                let value = region.arguments.first()?.value.clone();
                return text(self.quietly(frame, &value)?);
            }
            match self.around(frame) {
                Some(around) => (frame, attributes) = around,
                None => break,
            }
        }
        let app = Expr { kind: crate::hir::ExprKind::Name(Arc::from("app")), span: resource.body.span };
        let Value::Record(app) = self.quietly(self.root?, &app)? else { return None };
        text(app.get("region")?.clone())
    }

    /// The release of the cluster that a resource is on, as an index into the facts' releases; none if not known now.
    pub(super) fn release(&mut self, resource: &Resource) -> Option<usize> {
        let on = resource.on.clone()?;
        let Value::Handle(cluster) = self.quietly(resource.frame, &on)? else { return None };
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
        let most = steps.min(ASIDE).min(self.asides);
        self.steps = most;
        let value = compute(self).ok();
        self.asides -= most.saturating_sub(self.steps);
        (self.steps, self.stopped) = (steps, stopped);
        for finding in self.findings.split_off(known) {
            if finding.code != &too_much::CODE && !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
        value
    }

    /// The call of the instance that a frame is part of: where it stands, and its attributes.
    fn around(&self, frame: FrameId) -> Option<(FrameId, Vec<Attribute>)> {
        let instance = self.instances.get(&self.get(frame)?.address)?;
        let (caller, _) = self.get(instance.frame)?.given.as_ref()?;
        Some((*caller, instance.attributes.clone()))
    }
}

fn text(value: Value) -> Option<Arc<str>> {
    if let Value::Text(text) = value { Some(text) } else { None }
}
