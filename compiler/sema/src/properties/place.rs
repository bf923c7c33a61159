use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span};

use super::at::{Step, dotted};
use crate::hir::{Body, Expr, ExprKind, Member, MemberKind, Target, TargetStep};
use crate::program::{FrameId, Program, Resource};

/// Where something stands in the text of a resource: what a message about it says and points at.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The resource's type.
    pub(crate) ty: Arc<str>,
    /// The path as a program writes it; empty for the resource itself.
    pub(crate) path: String,
    /// Its name, where the resource's own text writes it.
    pub(crate) name: Option<Span>,
    /// Its value, as near as the resource's own text goes.
    pub(crate) value: Span,
    /// The expression that is exactly this value.
    pub(crate) expr: Option<Expr>,
    /// The text of that expression, if it is short.
    pub(crate) text: Option<String>,
    /// Whether a loop computes it, so that one text stands for many values.
    pub(super) looped: bool,
}

impl Place {
    /// The name, or the value where no name is written.
    pub(crate) fn key(&self) -> Span {
        self.name.unwrap_or(self.value)
    }

    /// What it is about, in words: the type, or the path in it.
    pub(crate) fn what(&self) -> String {
        if self.path.is_empty() { format!("`{}`", self.ty) } else { format!("`{}`", self.path) }
    }
}

/// Where the walk through a resource's text came to.
#[derive(Debug, Clone)]
struct Spot {
    name: Option<Span>,
    value: Span,
    /// The expression, if the way went to its end.
    expr: Option<Expr>,
    looped: bool,
}

impl Spot {
    fn new(name: Option<Span>, value: Span) -> Spot {
        Spot { name, value, expr: None, looped: false }
    }

    fn looped(self) -> Spot {
        Spot { looped: true, ..self }
    }
}

impl Program<'_> {
    /// Finds steps into the properties of a resource in its text, as deep as that goes: a value that comes from
    /// elsewhere is shown where the resource takes it in.
    pub(super) fn place(&mut self, resource: &Resource, steps: &[Step]) -> Place {
        let whole = Spot::new(None, resource.body.span);
        let spot = self.in_body(Some(resource.frame), &resource.body, steps).unwrap_or(whole);
        self.place_of_spot(resource, steps, spot)
    }

    /// The same in what patches set, the last first. `marks` are what the mistake is about: what a patch removes is
    /// missing where the patch says so.
    pub(super) fn place_in_patch(
        &mut self,
        address: &Address,
        resource: &Resource,
        steps: &[Step],
        marks: &[Vec<Step>],
    ) -> Option<Place> {
        for (frame, body) in self.patches_of(address).into_iter().rev() {
            if let Some(spot) = self.in_body(Some(frame), &body, steps) {
                return Some(self.place_of_spot(resource, steps, spot));
            }
            for mark in marks.iter().filter(|mark| mark.len() > steps.len()) {
                if let Some(spot) = self.in_body(Some(frame), &body, mark) {
                    let spot = Spot::new(None, spot.name.unwrap_or(spot.value));
                    return Some(self.place_of_spot(resource, steps, spot));
                }
            }
        }
        None
    }

    fn place_of_spot(&self, resource: &Resource, steps: &[Step], spot: Spot) -> Place {
        let text = spot.expr.as_ref().map(|expr| self.sources.slice(expr.span).to_owned());
        let text = text.filter(|text| text.len() <= 80 && !text.contains('\n'));
        Place {
            ty: Arc::from(resource.ty.name()),
            path: dotted(steps),
            name: spot.name,
            value: spot.value,
            expr: spot.expr,
            text,
            looped: spot.looped,
        }
    }

    /// Where steps into a body lead in its text: to the value there, or to its name.
    pub(crate) fn written_at(&mut self, frame: FrameId, body: &Body, steps: &[Step], name: bool) -> Option<Span> {
        let spot = self.in_body(Some(frame), body, steps)?;
        Some(spot.name.filter(|_| name).unwrap_or(spot.value))
    }

    /// `frame` is where the body's names are looked up; none where that is a turn of a loop.
    fn in_body(&mut self, frame: Option<FrameId>, body: &Body, steps: &[Step]) -> Option<Spot> {
        let (Step::Name(name), _) = steps.split_first()? else { return None };
        let mut above: Option<Spot> = None;
        // The last that sets an entry wins; what is set in parts (`a.b = 1`) is shown at its first part.
        for member in body.members.iter().rev() {
            match self.in_member(frame, member, steps, name) {
                Some(Found::Here(spot)) => return Some(spot),
                Some(Found::Part(spot)) => above = Some(spot),
                None => {}
            }
        }
        above
    }

    fn in_member(&mut self, frame: Option<FrameId>, member: &Member, steps: &[Step], name: &str) -> Option<Found> {
        match &member.kind {
            MemberKind::Attribute(_) => None,
            MemberKind::Set { target, value } => self.in_set(frame, target, value, steps),
            MemberKind::Entry { param, label, body } => match entered(&param.text, steps)?.split_first() {
                None => Some(Found::Part(Spot::new(Some(param.span), member.span))),
                Some((Step::Name(entry), rest)) if literal(label) == Some(entry) => {
                    let whole = Spot::new(Some(label.span), body.span);
                    Some(Found::Here(self.in_body(frame, body, rest).unwrap_or(whole)))
                }
                Some(_) => None,
            },
            MemberKind::Spread(value) => {
                if let ExprKind::Record(body) = &value.kind {
                    return self.in_body(frame, body, steps).map(Found::Here);
                }
                let spread = self.quietly(frame?, value)?;
                let holds = matches!(spread, Value::Record(record) if record.get(name).is_some());
                holds.then_some(Found::Here(Spot::new(None, value.span)))
            }
            MemberKind::Fold { key, value, .. } => {
                let below = steps.get(1..).unwrap_or_default();
                Some(Found::Part(self.in_expr(None, value, below, Some(key.span)).looped()))
            }
            MemberKind::For { body, .. } => self.in_body(None, body, steps).map(|spot| Found::Part(spot.looped())),
            MemberKind::If { branches, otherwise } => {
                let all = branches.iter().map(|(condition, body)| (Some(condition), body));
                let mut all = all.chain(otherwise.iter().map(|body| (None, body)));
                if frame.is_none() {
                    return all.find_map(|(_, body)| self.in_body(frame, body, steps)).map(Found::Here);
                }
                let (_, taken) = all.find(|(condition, _)| self.may_hold(frame, *condition))?;
                self.in_body(frame, taken, steps).map(Found::Here)
            }
        }
    }

    fn in_set(&mut self, frame: Option<FrameId>, target: &Target, value: &Expr, steps: &[Step]) -> Option<Found> {
        let mut key = target.first.span();
        let mut below = entered(&target.first.plain()?.text, steps)?;
        for step in &target.rest {
            if below.is_empty() {
                return Some(Found::Part(Spot::new(Some(key), target.span())));
            }
            (below, key) = match (step, below.split_first()) {
                (TargetStep::Name(name), _) => (entered(&name.text, below)?, name.span),
                // A patch names an element of a list by its key.
                (TargetStep::Key(expr), Some((Step::Item(_), rest))) => (rest, expr.span),
                (TargetStep::Key(expr), _) => (entered(literal(expr)?, below)?, expr.span),
            };
        }
        Some(Found::Here(self.in_expr(frame, value, below, Some(key))))
    }

    /// Goes on in a value; `name` is where its name stands.
    fn in_expr(&mut self, frame: Option<FrameId>, expr: &Expr, steps: &[Step], name: Option<Span>) -> Spot {
        let Some((step, rest)) = steps.split_first() else {
            return Spot { expr: Some(expr.clone()), ..Spot::new(name, expr.span) };
        };
        let found = match (&expr.kind, step) {
            (ExprKind::Record(body), _) => self.in_body(frame, body, steps),
            (ExprKind::List(items), Step::Item(index)) => {
                items.get(*index).map(|item| self.in_expr(frame, item, rest, None))
            }
            (ExprKind::Comprehension { value, .. }, Step::Item(_)) => {
                Some(self.in_expr(None, value, rest, None).looped())
            }
            (ExprKind::Choice { branches, otherwise }, _) => {
                let all = branches.iter().map(|(condition, value)| (Some(condition), value));
                let mut all = all.chain(otherwise.iter().map(|value| (None, &**value)));
                let taken = all.find(|(condition, _)| self.may_hold(frame, *condition));
                taken.map(|(_, value)| self.in_expr(frame, value, steps, name))
            }
            _ => None,
        };
        found.unwrap_or(Spot::new(None, expr.span))
    }

    /// Whether a condition holds, or may; no condition always holds.
    fn may_hold(&mut self, frame: Option<FrameId>, condition: Option<&Expr>) -> bool {
        let (Some(frame), Some(condition)) = (frame, condition) else { return true };
        self.quietly(frame, condition) != Some(Value::Bool(false))
    }
}

/// What a member has to do with the steps that are looked for.
enum Found {
    /// It sets what is there.
    Here(Spot),
    /// It sets a part of it, or may.
    Part(Spot),
}

/// The steps behind a name, if they begin with it.
fn entered<'s>(name: &str, steps: &'s [Step]) -> Option<&'s [Step]> {
    match steps.split_first() {
        Some((Step::Name(first), rest)) if **first == *name => Some(rest),
        _ => None,
    }
}

/// The name that an expression is if nothing has to be computed for it.
fn literal(expr: &Expr) -> Option<&Arc<str>> {
    if let ExprKind::Literal(Value::Text(text)) = &expr.kind { Some(text) } else { None }
}
