use std::sync::Arc;

use cloudc_base::value::{Entries, Value};
use cloudc_base::{Address, Span};
use cloudc_facts::Schema;
use cloudc_graph::Mode;

use crate::eval::instances::setting;
use crate::hir::{Body, Member, MemberKind, Target, TargetStep};
use crate::mistakes::patch_target;
use crate::program::{Eval, FrameId, Program, Resource, Silent};
use crate::stages::Reading;

/// A patch of a resource: where it is computed, and what it sets.
#[derive(Debug, Clone)]
pub(super) struct Patch {
    frame: FrameId,
    body: Body,
}

/// A step to a part of a property.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Name(Arc<str>),
    Key(Arc<str>),
}

/// What one member of a patch sets.
struct Change {
    path: Vec<Step>,
    value: Value,
    span: Span,
}

impl Program<'_> {
    /// `patch ADDRESS { .. }`: kept until the properties of the resource are computed.
    pub(super) fn visit_patch(&mut self, frame: FrameId, target: &Target, body: &Body) {
        let address = match self.target_address(frame, target) {
            Ok(Ok(address)) => address,
            Ok(Err(missing)) => {
                return self.report(patch_target::missing(target.span(), &target.to_string(), &missing));
            }
            Err(Silent) => return,
        };
        match self.resources.get(&address) {
            Some(_) if self.is_foreign_at(&address) => {
                self.report(patch_target::foreign(target.span(), &address.to_string()))
            }
            Some(resource) if resource.mode != Mode::Managed => {
                let declared = resource.span;
                self.report(patch_target::existing(target.span(), &address.to_string(), declared));
            }
            Some(_) => {
                let patch = Patch { frame, body: body.clone() };
                self.stages.patches.entry(address).or_default().push(patch);
            }
            None if self.instances.contains_key(&address) => {
                let inside: Vec<String> = self
                    .resources
                    .keys()
                    .filter(|inner| inner.parent() == Some(&address))
                    .map(ToString::to_string)
                    .collect();
                self.report(patch_target::noun(target.span(), &address.to_string(), &inside));
            }
            None => self.report(patch_target::nothing(target.span(), &address.to_string())),
        }
    }

    /// The properties of a resource with its patches made (D34).
    pub(super) fn patched(&mut self, address: &Address, resource: &Resource, properties: Value) -> Eval {
        let Some(patches) = self.stages.patches.get(address).cloned() else { return Ok(properties) };
        let schema = resource.ty.schema();
        let owned = self.scaled_places(address);
        let mut made: Vec<(Vec<Step>, Span)> = Vec::new();
        let mut properties = properties;
        for patch in patches {
            for change in self.changes_of(&patch, &patch.body.members)? {
                if let Some((_, first)) = made.iter().find(|(path, _)| overlap(path, &change.path)) {
                    let finding = patch_target::twice(change.span, *first, &shown(&change.path));
                    self.report(finding);
                    continue;
                }
                if let Some((place, span)) = owned.iter().find(|(place, _)| shown(&change.path) == **place) {
                    let finding = patch_target::owned(change.span, *span, place);
                    self.report(finding);
                    continue;
                }
                match set(&properties, &change.path, &change.value, Some(&schema)) {
                    Ok(new) => properties = new,
                    Err(missing) => {
                        let finding = patch_target::no_element(change.span, &missing);
                        self.report(finding);
                    }
                }
                made.push((change.path, change.span));
            }
        }
        Ok(properties)
    }

    /// The patches of a resource: where each is computed, and what it sets.
    pub(crate) fn patches_of(&self, address: &Address) -> Vec<(FrameId, Body)> {
        let patches = self.stages.patches.get(address).map_or(&[][..], Vec::as_slice);
        patches.iter().map(|patch| (patch.frame, patch.body.clone())).collect()
    }

    /// Whether anything patches a resource.
    pub(super) fn is_patched(&self, address: &Address) -> bool {
        self.stages.patches.contains_key(address)
    }

    /// One property with its patches made. What is wrong with them is found where all properties are patched.
    pub(super) fn patched_property(
        &mut self,
        address: &Address,
        resource: &Resource,
        name: &str,
        written: Value,
    ) -> Eval {
        let patches = self.stages.patches.get(address).cloned().unwrap_or_default();
        let schema = resource.ty.schema();
        let mut properties = Value::record([(name, written)]);
        for patch in patches {
            let members = setting(&patch.body.members, name);
            for change in self.changes_of(&patch, &members)? {
                if matches!(change.path.first(), Some(Step::Name(first)) if **first == *name)
                    && let Ok(new) = set(&properties, &change.path, &change.value, Some(&schema))
                {
                    properties = new;
                }
            }
        }
        match properties {
            Value::Record(record) => Ok(record.get(name).cloned().unwrap_or_default()),
            _ => Ok(Value::Null),
        }
    }

    /// What a patch sets. It is computed from what instances came to: a patch sees no patch (D2).
    fn changes_of(&mut self, patch: &Patch, members: &[Member]) -> Eval<Vec<Change>> {
        let reading = std::mem::replace(&mut self.stages.reading, Reading::Written);
        let mut changes = Vec::new();
        let result = self.changes(patch.frame, members, &mut Vec::new(), &mut changes);
        self.stages.reading = reading;
        result.map(|()| changes)
    }

    /// What the members of a patch set, each with its path.
    fn changes(&mut self, frame: FrameId, members: &[Member], at: &mut Vec<Step>, into: &mut Vec<Change>) -> Eval<()> {
        let mut result = Ok(());
        for member in members {
            if let Err(silent) = self.change(frame, member, at, into) {
                result = Err(silent);
            }
        }
        result
    }

    fn change(&mut self, frame: FrameId, member: &Member, at: &mut Vec<Step>, into: &mut Vec<Change>) -> Eval<()> {
        match &member.kind {
            MemberKind::Set { target, value } => {
                let mut path = at.clone();
                path.push(Step::Name(self.head_name(frame, &target.first)?));
                for step in &target.rest {
                    path.push(match step {
                        TargetStep::Name(name) => Step::Name(Arc::clone(&name.text)),
                        TargetStep::Key(key) => Step::Key(self.entry_name(frame, key)?),
                    });
                }
                let value = self.value(frame, value)?;
                into.push(Change { path, value, span: target.span() });
                Ok(())
            }
            MemberKind::Entry { param, label, body } => {
                let mut path = at.clone();
                path.push(Step::Name(Arc::clone(&param.text)));
                path.push(Step::Key(self.entry_name(frame, label)?));
                let value = self.record(frame, body)?;
                into.push(Change { path, value, span: param.span });
                Ok(())
            }
            MemberKind::If { branches, otherwise } => {
                for (condition, body) in branches {
                    if self.condition(frame, condition)? {
                        return self.changes(frame, &body.members, at, into);
                    }
                }
                otherwise.as_ref().map_or(Ok(()), |body| self.changes(frame, &body.members, at, into))
            }
            MemberKind::For { head, body } => {
                self.each_turn(frame, head, &mut |program, turn| program.changes(turn, &body.members, at, into))
            }
            MemberKind::Attribute(_) => Ok(()),
            MemberKind::Spread(_) | MemberKind::Fold { .. } => {
                let body = Body { members: vec![member.clone()].into(), span: member.span };
                let Value::Record(record) = self.record(frame, &body)? else { return Ok(()) };
                for (name, value) in record.iter() {
                    let path = at.iter().cloned().chain([Step::Name(Arc::clone(name))]).collect();
                    into.push(Change { path, value: value.clone(), span: member.span });
                }
                Ok(())
            }
        }
    }
}

/// Whether two changes set the same, or one sets a part of what the other sets.
fn overlap(a: &[Step], b: &[Step]) -> bool {
    let text = |step: &Step| match step {
        Step::Name(text) | Step::Key(text) => Arc::clone(text),
    };
    a.iter().zip(b).all(|(a, b)| text(a) == text(b))
}

fn shown(path: &[Step]) -> String {
    path.iter().enumerate().fold(String::new(), |text, (index, step)| match step {
        Step::Name(name) if index == 0 => name.to_string(),
        Step::Name(name) => format!("{text}.{name}"),
        Step::Key(key) => format!("{text}[{key:?}]"),
    })
}

/// The value with a part of it set: records merge, everything else is replaced, null removes. The error is what is missing.
fn set(value: &Value, path: &[Step], new: &Value, schema: Option<&Schema>) -> Result<Value, String> {
    let Some((step, rest)) = path.split_first() else { return Ok(merged(value, new)) };
    match (step, value) {
        (Step::Key(key), Value::List(items)) => {
            let field = schema.and_then(|schema| schema.merge_key().map(str::to_owned));
            let index = items.iter().position(|item| is_keyed(item, key, field.as_deref()));
            let Some(index) = index else { return Err(key.to_string()) };
            let inner = schema.and_then(Schema::items);
            let changed = items.iter().enumerate().map(|(at, item)| match at == index {
                true => set(item, rest, new, inner.as_ref()),
                false => Ok(item.clone()),
            });
            let changed: Vec<Value> = changed.collect::<Result<_, _>>()?;
            Ok(Value::list(changed.into_iter().filter(|item| *item != Value::Null)))
        }
        (Step::Name(name) | Step::Key(name), _) => {
            let mut record = match value {
                Value::Record(record) => record.entries(),
                _ => Entries::new(),
            };
            let inner = schema.and_then(|schema| schema.property(name));
            let old = record.get(name).cloned().unwrap_or(Value::Null);
            if let (Value::List(_), Some(Step::Name(next))) = (&old, rest.first()) {
                return Err(next.to_string());
            }
            record.set(Arc::clone(name), set(&old, rest, new, inner.as_ref())?);
            Ok(record.seal())
        }
    }
}

/// Two records merged in depth; anything else is replaced.
fn merged(old: &Value, new: &Value) -> Value {
    let (Value::Record(a), Value::Record(b)) = (old, new) else { return new.clone() };
    let mut record = a.entries();
    for (name, value) in b.iter() {
        let value = record.get(name).map_or_else(|| value.clone(), |old| merged(old, value));
        record.set(Arc::clone(name), value);
    }
    record.seal()
}

/// The names that elements of lists go by, where the facts say nothing.
const KEYS: &[&str] = &["name", "Name", "Key", "key", "Id", "id", "DeviceName", "Sid"];

fn is_keyed(item: &Value, key: &str, field: Option<&str>) -> bool {
    let Value::Record(record) = item else { return false };
    let is = |field: &str| matches!(record.get(field), Some(Value::Text(text)) if **text == *key);
    field.map_or_else(|| KEYS.iter().any(|field| is(field)), is)
}
