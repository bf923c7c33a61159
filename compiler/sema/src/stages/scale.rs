use std::collections::HashMap;
use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span};
use cloudc_graph::Scale as Shown;

use crate::block::Space;
use crate::hir::{Body, ItemKind, Items, MemberKind, Target};
use crate::mistakes::{cycle, scale_target};
use crate::program::{Eval, FrameId, Program, Silent};

/// The `scale` blocks of a scope, by what they scale.
pub(super) type Scales = HashMap<Address, Vec<Scale>>;

/// A `scale` block: where its fields are computed.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    frame: FrameId,
    body: Body,
    span: Span,
}

impl Program<'_> {
    /// The field `scale` of an instance: what its call sets, or the `scale` block of the scope that declares it (D15).
    pub(crate) fn scaled(
        &mut self,
        address: &Address,
        caller: FrameId,
        set: Option<(Value, Span)>,
    ) -> Eval<Option<(Value, Span)>> {
        let scope = self.scope_of(caller);
        let blocks = self.scales(scope, address)?;
        match (blocks.first(), set) {
            (None, set) => Ok(set),
            (Some(block), Some((_, span))) => self.fail(scale_target::twice(block.span, span, &address.to_string())),
            (Some(block), None) => {
                if let Some(second) = blocks.get(1) {
                    self.report(scale_target::twice(second.span, block.span, &address.to_string()));
                }
                Ok(Some((self.record(block.frame, &block.body)?, block.span)))
            }
        }
    }

    /// The outermost frame of the file or component that a frame is part of.
    pub(super) fn scope_of(&self, frame: FrameId) -> FrameId {
        let mut at = frame;
        while let Some(here) = self.get(at)
            && let Some(parent) = here.parent
            && self.get(parent).is_some_and(|outer| outer.address == here.address)
            && here.given.is_none()
        {
            at = parent;
        }
        at
    }

    /// The `scale` blocks of a scope about one thing; all of them are found once.
    fn scales(&mut self, scope: FrameId, address: &Address) -> Eval<Vec<Scale>> {
        match self.stages.scales.get(&scope) {
            Some(Some(known)) => return Ok(known.get(address).cloned().unwrap_or_default()),
            Some(None) => {
                let span = self.needs.last().map_or(Span::new(cloudc_base::FileId::ROOT, 0, 0), |(_, span)| *span);
                let finding = cycle::finding(span, "scale", &self.needs);
                return self.fail(finding);
            }
            None => {}
        }
        self.stages.scales.insert(scope, None);
        let mut found = Scales::new();
        self.find_scales(scope, &mut found);
        let blocks = found.get(address).cloned().unwrap_or_default();
        self.stages.scales.insert(scope, Some(found));
        Ok(blocks)
    }

    fn find_scales(&mut self, frame: FrameId, found: &mut Scales) {
        let Some(items) = self.get(frame).map(|here| here.block.items.clone()) else { return };
        for (index, item) in items.iter().enumerate() {
            match &item.kind {
                ItemKind::Scale { target, body } => {
                    if let Ok(Ok(address)) = self.target_address(frame, target) {
                        let block = Scale { frame, body: body.clone(), span: item.span };
                        found.entry(address).or_default().push(block);
                    }
                }
                ItemKind::If { branches, otherwise }
                    if branches.iter().map(|(_, items)| items).chain(otherwise).any(has_scale) =>
                {
                    if let Ok(Some(branch)) = self.branch(frame, index, branches, otherwise.as_ref()) {
                        self.find_scales(branch, found);
                    }
                }
                ItemKind::For { head, items } if has_scale(items) => {
                    if let Ok(turns) = self.turns(frame, index, head, items) {
                        turns.iter().for_each(|(_, turn)| self.find_scales(*turn, found));
                    }
                }
                _ => {}
            }
        }
    }

    /// What the `scale` block of an instance says, and where that is computed.
    pub(crate) fn scale_block(&self, address: &Address) -> Option<(FrameId, Body)> {
        self.scale_of(address).map(|scale| (scale.frame, scale.body.clone()))
    }

    /// Where the `scale` block of an instance stands.
    pub(crate) fn scale_at(&self, address: &Address) -> Option<Span> {
        self.scale_of(address).map(|scale| scale.span)
    }

    /// How all instances are scaled, for the graph.
    pub(super) fn shown_scales(&mut self) -> Vec<Shown> {
        let addresses: Vec<(Address, FrameId, Span)> =
            self.instances.iter().map(|(address, instance)| (address.clone(), instance.frame, instance.span)).collect();
        let mut scales = Vec::new();
        let name: Arc<str> = Arc::from("scale");
        for (of, frame, call) in addresses {
            if !self.declares(frame, Space::Values, &name) || of == Address::root() || self.is_foreign_at(&of) {
                continue;
            }
            let Ok(Some(value @ Value::Record(_))) = self.declared(frame, Space::Values, &name, call) else { continue };
            let given = self.get(frame).and_then(|frame| frame.given.as_ref());
            let count = given.and_then(|(_, body)| count_in(body));
            let span = self.scale_at(&of).unwrap_or(call);
            scales.push(Shown { of, value, span, count });
        }
        scales
    }

    fn scale_of(&self, address: &Address) -> Option<&Scale> {
        let caller = self
            .instances
            .get(address)
            .and_then(|instance| self.get(instance.frame))
            .and_then(|frame| frame.given.as_ref());
        let scope = self.scope_of(caller.map(|(caller, _)| *caller)?);
        self.stages.scales.get(&scope)?.as_ref()?.get(address)?.first()
    }

    /// A `scale` block scales something: an instance of this scope whose noun takes it.
    pub(super) fn visit_scale(&mut self, frame: FrameId, target: &Target) {
        let address = match self.target_address(frame, target) {
            Ok(Ok(address)) => address,
            Ok(Err(missing)) => {
                return self.report(scale_target::missing(target.span(), &target.to_string(), &missing));
            }
            Err(Silent) => return,
        };
        let Some(instance) = self.instances.get(&address).cloned() else {
            return self.report(scale_target::no_instance(target.span(), &target.to_string()));
        };
        let scope = self.get(frame).map(|here| here.address.clone());
        if address.parent() != scope.as_ref() {
            self.report(scale_target::elsewhere(target.span(), &address.to_string()));
        } else if !self.declares(instance.frame, Space::Values, "scale") {
            self.report(scale_target::no_param(target.span(), &instance.noun));
        }
    }
}

/// Whether declarations hold a `scale` block, in branches and loops too.
fn has_scale(items: &Items) -> bool {
    items.iter().any(|item| match &item.kind {
        ItemKind::Scale { .. } => true,
        ItemKind::If { branches, otherwise } => branches.iter().map(|(_, items)| items).chain(otherwise).any(has_scale),
        ItemKind::For { items, .. } => has_scale(items),
        _ => false,
    })
}

/// Where a call sets `count`, if it does.
fn count_in(body: &Body) -> Option<Span> {
    body.members.iter().find_map(|member| match &member.kind {
        MemberKind::Set { target, .. } if target.rest.is_empty() && target.to_string() == "count" => {
            Some(target.span())
        }
        _ => None,
    })
}
