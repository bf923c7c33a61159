//! Which part of what a call says is meant: the entry whose turn it is in the noun's loop, and the field that the noun reads.

use std::sync::Arc;

use cloudc_base::Span;
use cloudc_base::value::Value;

use crate::eval::instances::value_of;
use crate::hir::{Body, Expr, ExprKind, Member, MemberKind, TextPart};

/// What is known of the part.
#[derive(Default)]
pub(crate) struct Hints {
    /// What the loops of the noun stand at: keys and values.
    pub(crate) turns: Vec<Value>,
    /// The parts that are read, `["keep"]` of `rule.keep`.
    pub(crate) steps: Vec<Arc<str>>,
}

impl Hints {
    fn named(&self, name: &str) -> bool {
        self.turned(name) || self.steps.iter().any(|step| **step == *name)
    }

    fn turned(&self, name: &str) -> bool {
        self.turns.iter().any(|turn| matches!(turn, Value::Text(text) if **text == *name))
    }
}

/// Where a call sets a param, as closely as the hints say; the value if it stands alone.
pub(crate) fn narrowed(body: &Body, param: &str, hints: &Hints) -> Option<Span> {
    let whole = value_of(body, param)?;
    Some(entry_of(body, param, hints).or_else(|| field_of(body, param, hints)).unwrap_or(whole))
}

/// The entry whose turn it is: `param label { .. }`.
fn entry_of(body: &Body, param: &str, hints: &Hints) -> Option<Span> {
    body.members.iter().find_map(|member| match &member.kind {
        MemberKind::Entry { param: path, label, body } if *path.text == *param => {
            let turned = plain(label).is_some_and(|label| hints.turned(&label));
            turned.then(|| inside(body, hints).unwrap_or(member.span))
        }
        _ => None,
    })
}

/// The part of the value that a field is set to.
fn field_of(body: &Body, param: &str, hints: &Hints) -> Option<Span> {
    body.members.iter().find_map(|member| value_named(member, param)).and_then(|value| part(value, hints))
}

/// The part of a record or list that is meant.
fn part(value: &Expr, hints: &Hints) -> Option<Span> {
    match &value.kind {
        ExprKind::Record(body) => inside(body, hints),
        ExprKind::List(items) => {
            let here = |item: &&Expr| constant(item).is_some_and(|known| hints.turns.contains(&known));
            items.iter().find(here).map(|item| item.span)
        }
        _ => None,
    }
}

fn inside(body: &Body, hints: &Hints) -> Option<Span> {
    body.members.iter().find_map(|member| match &member.kind {
        MemberKind::Set { target, value } => {
            let name = target.first.plain().filter(|_| target.rest.is_empty())?;
            hints.named(&name.text).then(|| part(value, hints).unwrap_or(value.span))
        }
        MemberKind::Entry { param, .. } if hints.named(&param.text) => {
            Some(entry_of(body, &param.text, hints).unwrap_or(member.span))
        }
        _ => None,
    })
}

fn value_named<'a>(member: &'a Member, name: &str) -> Option<&'a Expr> {
    let MemberKind::Set { target, value } = &member.kind else { return None };
    let first = target.first.plain().filter(|_| target.rest.is_empty())?;
    (*first.text == *name).then_some(value)
}

/// A text without values in it.
fn plain(expr: &Expr) -> Option<Arc<str>> {
    match &expr.kind {
        ExprKind::Literal(Value::Text(text)) | ExprKind::Name(text) => Some(Arc::clone(text)),
        ExprKind::Text(parts) => match parts.as_slice() {
            [TextPart::Plain(text)] => Some(Arc::clone(text)),
            _ => None,
        },
        _ => None,
    }
}

fn constant(expr: &Expr) -> Option<Value> {
    match &expr.kind {
        ExprKind::Literal(value) => Some(value.clone()),
        ExprKind::Text(_) => plain(expr).map(Value::Text),
        _ => None,
    }
}

/// The parts that an expression reads of one name, `["source", "arn"]` of `t.source.arn`; nothing if it reads parts of several.
pub(crate) fn steps_in(expr: &Expr) -> Vec<Arc<str>> {
    let mut paths: Vec<(Span, Vec<Arc<str>>)> = Vec::new();
    expr.visit(&mut |part| {
        let inner = paths.iter().any(|(span, _)| span.start <= part.span.start && part.span.end <= span.end);
        if !inner && let Some(steps) = path(part).filter(|steps| !steps.is_empty()) {
            paths.push((part.span, steps));
        }
    });
    let mut different = paths.into_iter().map(|(_, steps)| steps).collect::<Vec<_>>();
    different.dedup();
    match different.as_slice() {
        [steps] => steps.clone(),
        _ => Vec::new(),
    }
}

fn path(expr: &Expr) -> Option<Vec<Arc<str>>> {
    match &expr.kind {
        ExprKind::Name(_) => Some(Vec::new()),
        ExprKind::Step { of, name, .. } => {
            let mut steps = path(of)?;
            steps.push(Arc::clone(&name.text));
            Some(steps)
        }
        _ => None,
    }
}
