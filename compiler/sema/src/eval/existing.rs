use std::sync::Arc;

use cloudc_base::value::{Entries, Value};
use cloudc_base::{Address, Span};
use cloudc_facts::facts;
use cloudc_graph::Mode;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use crate::block::Space;
use crate::hir::{Body, Expr, ExprKind, Item, ItemKind, Items, Name, Path};
use crate::mistakes::existing;
use crate::noun::NounId;
use crate::program::{Eval, FrameId, Instance, Program, Silent};

/// What is known of an instance that somebody else made (D30): what its outputs are, by name, and what that says of the
/// resources inside of the noun.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Known {
    pub(crate) outputs: Entries,
    /// Attributes of resources inside, each an output of the noun: resource, dotted attribute, value.
    attributes: Vec<(Arc<str>, String, Value)>,
}

impl Program<'_> {
    /// `existing NAME: TYPE { .. }`: a raw resource, or an instance of a noun.
    pub(crate) fn existing(&mut self, frame: FrameId, item: &Item) -> Eval {
        let ItemKind::Existing { name, ty, body, .. } = &item.kind else { return Err(Silent) };
        if facts().resource_type(&ty.text).is_some() {
            return self.resource(frame, item);
        }
        if self.meaning(frame, ty)?.is_none() {
            return self.no_such(frame, ty);
        }
        let (items, parent, id) = self.noun(frame, ty)?;
        let address = self.address_of(frame, name)?;
        if Self::is_app(&items) {
            return self.other_program(frame, item, address, items, (id, ty));
        }
        self.create(frame, item, address.clone(), (&items, parent, id), ty)?;
        let known = self.known_outputs(frame, &items, ty, body)?;
        if let Some(instance) = self.instances.get_mut(&address) {
            instance.known = Some(Arc::new(known));
        }
        Ok(Value::Handle(address))
    }

    /// Another program (D31), or an environment of one: evaluated too; what is in it belongs to it.
    fn other_program(
        &mut self,
        frame: FrameId,
        item: &Item,
        address: Address,
        items: Items,
        (id, ty): (NounId, &Path),
    ) -> Eval {
        let (items, environment) = match self.made_of(&items) {
            Some(made) => made.map(|(items, environment)| (items, Some(environment)))?,
            None => (items, None),
        };
        self.create(frame, item, address.clone(), (&items, None, id), ty)?;
        let Some(instance) = self.instances.get_mut(&address) else { return Err(Silent) };
        instance.foreign = true;
        let root = instance.frame;
        if let Some(environment) = environment {
            self.environments.insert(root, environment);
        }
        Ok(Value::Handle(address))
    }

    pub(crate) fn no_such(&mut self, frame: FrameId, ty: &Path) -> Eval {
        let near = match ty.text.contains('.') {
            true => facts().suggest(&ty.text).map(str::to_owned),
            false => self.near_noun(frame, &ty.text),
        };
        self.fail(existing::unknown(ty.span, &ty.text, near.as_deref()))
    }

    /// The outputs that the program promises, and what the noun takes them from.
    fn known_outputs(&mut self, frame: FrameId, items: &Items, noun: &Path, body: &Body) -> Eval<Known> {
        let Value::Record(record) = self.record(frame, body)? else { return Err(Silent) };
        let shown = in_branches(items);
        let faces: IndexSet<Arc<str>, FxBuildHasher> = shown.iter().copied().filter_map(face_of).collect();
        let mut known = Known { outputs: record.entries(), attributes: Vec::new() };
        for (name, _) in record.iter() {
            if !faces.contains(name) {
                let near = self.guess(name, faces.iter().map(|face| &**face));
                self.report(existing::no_output(place_of(body, name), name, &noun.text, near.as_deref()));
            }
        }
        if let Some(Value::Record(connection)) = record.get("connection")
            && faces.contains("connection")
        {
            // What is wrong with it is reported, and the others are known all the same.
            let _reported = self.check_connection(connection, place_of(body, "connection"));
        }
        for item in shown {
            let ItemKind::Output { name, value } = &item.kind else { continue };
            if let (Some(given), Some((resource, path))) = (record.get(&name.text), attribute_of(value)) {
                known.attributes.push((resource, path, given.clone()));
            }
        }
        Ok(known)
    }

    /// An attribute of a resource inside of an instance that somebody else made: known if an output says it.
    pub(crate) fn known_attribute(&mut self, instance: &Instance, resource: &str, name: &Name) -> Eval {
        let known = instance.known.clone().unwrap_or_default();
        let found = known.attributes.iter().find(|(of, path, _)| **of == *resource && **path == *name.text);
        match found {
            Some((_, _, value)) => Ok(value.clone()),
            None => self.fail(existing::not_given(instance.span, &instance.noun, resource, &name.text, name.span)),
        }
    }

    /// What an instance that somebody else made shows under a name: what is given, else what can be computed of it.
    pub(crate) fn known_face(&mut self, instance: &Instance, name: &Name) -> Option<Eval> {
        let known = instance.known.as_ref()?;
        if let Some(value) = known.outputs.get(&name.text) {
            return Some(Ok(value.clone()));
        }
        let block = self.get(instance.frame).map(|frame| Arc::clone(&frame.block))?;
        let index = block.find(Space::Faces, &name.text)?;
        match block.items.get(index).map(|item| &item.kind) {
            Some(ItemKind::Output { .. }) => {
                let (span, noun) = (instance.span, Arc::clone(&instance.noun));
                Some(self.fail(existing::output_not_given(name.span, &name.text, &noun, span)))
            }
            _ => None,
        }
    }

    /// The resource of an instance that somebody else made: it is not in the graph.
    pub(crate) fn is_known(&self, frame: FrameId) -> Option<Instance> {
        let mut at = Some(&self.get(frame)?.address);
        while let Some(address) = at {
            if let Some(instance) = self.instances.get(address).filter(|instance| instance.known.is_some()) {
                return Some(instance.clone());
            }
            at = address.parent();
        }
        None
    }

    /// How a resource comes about.
    pub(crate) fn mode(item: &Item, reads: bool) -> Mode {
        match &item.kind {
            ItemKind::Existing { .. } if reads => Mode::Read,
            ItemKind::Existing { .. } => Mode::Existing,
            _ => Mode::Managed,
        }
    }
}

/// Items, with those of every branch: which one was taken is known to whoever made the instance only.
fn in_branches<'a>(items: &'a [Item]) -> Vec<&'a Item> {
    let inside = |item: &'a Item| match &item.kind {
        ItemKind::If { branches, otherwise } => {
            let bodies = branches.iter().map(|(_, items)| items).chain(otherwise);
            bodies.flat_map(|items| in_branches(items)).collect()
        }
        _ => vec![item],
    };
    items.iter().flat_map(inside).collect()
}

/// What an item shows to others.
fn face_of(item: &Item) -> Option<Arc<str>> {
    match &item.kind {
        ItemKind::Output { name, .. } | ItemKind::Verb { name, .. } | ItemKind::Metric { name, .. } => {
            Some(Arc::clone(&name.text))
        }
        ItemKind::Contract { word, .. } => Some(Arc::clone(&word.text)),
        _ => None,
    }
}

/// The resource and dotted attribute that an expression is, if it is just that: `queue.Arn`.
fn attribute_of(expr: &Expr) -> Option<(Arc<str>, String)> {
    let ExprKind::Step { of, name, .. } = &expr.kind else { return None };
    match &of.kind {
        ExprKind::Name(resource) => Some((Arc::clone(resource), name.text.to_string())),
        _ => attribute_of(of).map(|(resource, path)| (resource, format!("{path}.{}", name.text))),
    }
}

/// Where a body sets a field.
fn place_of(body: &Body, name: &str) -> Span {
    super::instances::set_at(body, name).unwrap_or(body.span)
}
