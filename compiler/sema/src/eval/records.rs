use std::sync::Arc;

use cloudc_base::value::Value;

use super::draft::Draft;
use crate::hir::{Body, Expr, Head, Member, MemberKind, Target, TargetStep};
use crate::mistakes::{duplicate_entry, wrong_kind};
use crate::program::{Eval, FrameId, Program};

impl Program<'_> {
    /// A record: its members in order; later ones may not repeat a name, but replace what was spread before them.
    pub(crate) fn record(&mut self, frame: FrameId, body: &Body) -> Eval {
        self.pay(4, body.span)?;
        let (mut record, mut own) = (Draft::default(), Draft::default());
        self.members(frame, &body.members, &mut record, &mut own)?;
        Ok(record.seal())
    }

    /// `own` holds what members set by name, apart from what was spread.
    fn members(&mut self, frame: FrameId, members: &[Member], into: &mut Draft, own: &mut Draft) -> Eval<()> {
        let mut result = Ok(());
        for member in members {
            // One bad member does not hide another.
            if let Err(silent) = self.member(frame, member, into, own) {
                result = Err(silent);
            }
        }
        result
    }

    fn member(&mut self, frame: FrameId, member: &Member, into: &mut Draft, own: &mut Draft) -> Eval<()> {
        match &member.kind {
            MemberKind::Set { target, value } => {
                let path = self.path(frame, target)?;
                let value = self.value(frame, value)?;
                self.put(target, &path, value, into, own)
            }
            MemberKind::Entry { param, label, body } => {
                let name = self.entry_name(frame, label)?;
                let value = self.record(frame, body)?;
                if own.part(&param.text).has(&name) && self.is_turned(frame, &name) {
                    return self.fail(duplicate_entry::same_label(label.span, &name));
                }
                let target = Target::name(Head::new(Expr::clone(label)));
                self.put(&target, &[Arc::clone(&param.text), name], value, into, own)
            }
            MemberKind::Spread(value) => self.spread(frame, value, into),
            MemberKind::Attribute(_) => Ok(()),
            MemberKind::Fold { head, key, value } => self.fold(frame, head, key, value, into),
            MemberKind::For { head, body } => {
                self.each_turn(frame, head, &mut |program, turn| program.members(turn, &body.members, into, own))
            }
            MemberKind::If { branches, otherwise } => {
                for (condition, body) in branches {
                    if self.condition(frame, condition)? {
                        return self.members(frame, &body.members, into, own);
                    }
                }
                otherwise.as_ref().map_or(Ok(()), |body| self.members(frame, &body.members, into, own))
            }
        }
    }

    /// Whether a loop around a member declares this name.
    fn is_turned(&self, frame: FrameId, name: &str) -> bool {
        let frames = std::iter::successors(self.get(frame), |here| here.parent.and_then(|parent| self.get(parent)));
        frames.flat_map(|here| &here.locals).any(|(local, _)| **local == *name)
    }

    fn spread(&mut self, frame: FrameId, value: &Expr, into: &mut Draft) -> Eval<()> {
        match self.value(frame, value)? {
            Value::Null => Ok(()),
            Value::Record(spread) => {
                self.pay(spread.iter().len() as u64, value.span)?;
                spread.iter().for_each(|(name, value)| into.set(Arc::clone(name), value.clone()));
                Ok(())
            }
            other => self.fail(wrong_kind::finding(value.span, "a record", &other)),
        }
    }

    /// The names that lead to what a member sets.
    pub(crate) fn path(&mut self, frame: FrameId, target: &Target) -> Eval<Vec<Arc<str>>> {
        let mut path = vec![self.head_name(frame, &target.first)?];
        for step in &target.rest {
            path.push(match step {
                TargetStep::Name(name) => Arc::clone(&name.text),
                TargetStep::Key(key) => self.entry_name(frame, key)?,
            });
        }
        Ok(path)
    }

    /// The name of an entry: a text, or what becomes one; it must be known.
    pub(crate) fn head_name(&mut self, frame: FrameId, head: &Head) -> Eval<Arc<str>> {
        match head {
            Head::Plain(name) => Ok(Arc::clone(&name.text)),
            Head::Computed(expr) => self.entry_name(frame, expr),
        }
    }

    /// The name that an expression gives an entry.
    pub(crate) fn entry_name(&mut self, frame: FrameId, expr: &Expr) -> Eval<Arc<str>> {
        match self.value(frame, expr)? {
            Value::Text(text) => Ok(text),
            Value::Later(later) => self.too_late(expr.span, "the name of an entry", &later),
            value @ (Value::Int(_) | Value::Bool(_) | Value::Cidr(_) | Value::Ip(_)) => {
                Ok(Arc::from(value.to_string()))
            }
            other => self.fail(wrong_kind::finding(expr.span, "a String", &other)),
        }
    }

    /// Sets the value at a path; records on the way are merged, a name that is set twice is a mistake.
    fn put(&mut self, target: &Target, path: &[Arc<str>], value: Value, into: &mut Draft, own: &mut Draft) -> Eval<()> {
        let Some((first, rest)) = path.split_first() else { return Ok(()) };
        if !rest.is_empty() {
            return self.put(target, rest, value, into.part(first), own.part(first));
        }
        if own.has(first) {
            return self.fail(duplicate_entry::finding(target.span(), first));
        }
        own.set(Arc::clone(first), Value::Bool(true));
        if value != Value::Null || !into.has(first) {
            into.set(Arc::clone(first), value);
        }
        Ok(())
    }
}
