//! Evaluation of expressions: one form, one function; what belongs together, one file.

mod access;
mod answer;
pub(crate) mod comprehensions;
mod draft;
pub(crate) mod existing;
pub(crate) mod instances;
pub(crate) mod misfit;
mod names;
pub(crate) mod nature;
pub(crate) mod operators;
mod records;
mod resources;
mod stand_in;
pub(crate) mod types;

use std::sync::Arc;

pub(crate) use names::MAX_NEEDS;

use cloudc_base::Span;
use cloudc_base::functions::MAX_TEXT;
use cloudc_base::value::{From, Later, Value};

use crate::functions;
use crate::hir::{Expr, ExprKind, TextPart};
use crate::mistakes::{later_needed, too_much, wrong_kind};
use crate::program::{Eval, FrameId, Program, Silent};

/// How much a value may weigh: parts of parts counted, and text.
const MAX_WEIGHT: u64 = 4_000_000;

/// How deep a value may be: lists and records in one another.
const MAX_DEPTH: u32 = 200;

impl Program<'_> {
    /// The value of an expression in a frame; what it costs and what it weighs is bounded.
    pub(crate) fn value(&mut self, frame: FrameId, expr: &Expr) -> Eval {
        self.pay(1, expr.span)?;
        let outer = self.at.replace(frame);
        let value = match expr.kind {
            ExprKind::Literal(_) | ExprKind::Name(_) => self.form(frame, expr),
            // Chains and brackets are as deep as a person writes them, times what each needs of the stack.
            _ => stacker::maybe_grow(1 << 18, 4 << 20, || self.form(frame, expr)),
        };
        self.at = outer;
        let value = value?;
        if value.weight() > MAX_WEIGHT {
            return self.fail(too_much::weight(expr.span));
        }
        if value.depth() > MAX_DEPTH {
            return self.fail(too_much::depth(expr.span, MAX_DEPTH));
        }
        Ok(value)
    }

    fn form(&mut self, frame: FrameId, expr: &Expr) -> Eval {
        match &expr.kind {
            ExprKind::Unread => Err(Silent),
            ExprKind::Literal(value) => Ok(value.clone()),
            ExprKind::Name(name) => self.name(frame, name, expr.span),
            ExprKind::Text(parts) => self.text(frame, parts, expr),
            ExprKind::List(items) => self.list(frame, items),
            ExprKind::Record(body) => self.record(frame, body),
            ExprKind::Comprehension { head, value } => self.comprehension(frame, head, value),
            ExprKind::Step { .. } | ExprKind::Index { .. } => self.chain(frame, expr),
            ExprKind::Spread(inner) => self.fail(wrong_kind::spread(inner.span)),
            ExprKind::Call { callee, arguments } => match &callee.kind {
                ExprKind::Step { of, name, .. } => self.called(frame, of, name, arguments, expr.span),
                _ => functions::call(self, frame, callee, arguments, expr.span),
            },
            ExprKind::Binary { operator, left, right } => self.binary(frame, *operator, left, right),
            ExprKind::Not(inner) => {
                let value = self.known(frame, inner, "`!`")?;
                match value {
                    Value::Bool(value) => Ok(Value::Bool(!value)),
                    other => self.fail(wrong_kind::finding(inner.span, "a Bool", &other)),
                }
            }
            ExprKind::Negative(inner) => self.negative(frame, inner),
            ExprKind::Choice { branches, otherwise } => self.choice(frame, branches, otherwise.as_deref()),
            ExprKind::Any(path) => self.fail(wrong_kind::any_outside_rules(path.span)),
        }
    }

    /// A list: every element is evaluated, so that every mistake in it is found.
    fn list(&mut self, frame: FrameId, items: &[Expr]) -> Eval {
        let mut values = Vec::with_capacity(items.len());
        let mut result = Ok(());
        for item in items {
            let added = match &item.kind {
                ExprKind::Spread(inner) => self.spread_list(frame, inner).map(|list| values.extend(list)),
                _ => self.value(frame, item).map(|value| values.push(value)),
            };
            result = result.and(added);
        }
        result.map(|()| Value::list(values))
    }

    /// What `...` puts into a list or into arguments.
    pub(crate) fn spread_list(&mut self, frame: FrameId, list: &Expr) -> Eval<Vec<Value>> {
        match self.known(frame, list, "`...`")? {
            Value::List(values) => {
                self.pay(values.len() as u64, list.span)?;
                Ok(values.to_vec())
            }
            Value::Null => Ok(Vec::new()),
            other => self.fail(wrong_kind::finding(list.span, "a list", &other)),
        }
    }

    /// A value that must be known now; `by` is what needs it.
    pub(crate) fn known(&mut self, frame: FrameId, expr: &Expr, by: &str) -> Eval {
        let value = self.value(frame, expr)?;
        self.now(value, expr.span, by)
    }

    /// A value that `by` needs now.
    pub(crate) fn now(&mut self, value: Value, span: Span, by: &str) -> Eval {
        match &value {
            Value::Later(later) => self.too_late(span, by, later),
            _ => Ok(value),
        }
    }

    /// `by` needs a value now that is only known later. Where that is because nobody gave a param of the root file a value,
    /// nothing is wrong: what needs it is not checked further (D6).
    pub(crate) fn too_late<T>(&mut self, span: Span, by: &str, later: &Later) -> Eval<T> {
        if let Some(name) = later.param()
            && let Some(needed) = self.unset.get_mut(name)
        {
            *needed = true;
            return Err(Silent);
        }
        self.fail(later_needed::finding(span, by, later))
    }

    /// A condition.
    pub(crate) fn condition(&mut self, frame: FrameId, expr: &Expr) -> Eval<bool> {
        let value = self.value(frame, expr)?;
        if let Some(other) = self.sample(&value).filter(|sample| !matches!(sample, Value::Bool(_))) {
            return self.fail(wrong_kind::finding(expr.span, "a Bool", &other));
        }
        match self.now(value, expr.span, "a condition")? {
            Value::Bool(value) => Ok(value),
            other => self.fail(wrong_kind::finding(expr.span, "a Bool", &other)),
        }
    }

    fn choice(&mut self, frame: FrameId, branches: &[(Expr, Expr)], otherwise: Option<&Expr>) -> Eval {
        for (condition, value) in branches {
            if self.condition(frame, condition)? {
                return self.value(frame, value);
            }
        }
        otherwise.map_or(Ok(Value::Null), |value| self.value(frame, value))
    }

    /// A text with values in it: known if they all are.
    fn text(&mut self, frame: FrameId, parts: &[TextPart], expr: &Expr) -> Eval {
        let mut pieces: Vec<Value> = Vec::new();
        let mut plain = String::new();
        let mut result = Ok(());
        for part in parts {
            let value = match part {
                TextPart::Plain(text) => Ok(Value::Text(Arc::clone(text))),
                TextPart::Value(value) => self.value(frame, value).and_then(|inner| self.interpolated(inner, value)),
            };
            match value {
                Ok(value) => add_piece(value, &mut plain, &mut pieces),
                Err(silent) => result = Err(silent),
            }
            if plain.len() > MAX_TEXT {
                return self.fail(too_much::weight(expr.span));
            }
        }
        result?;
        self.pay((pieces.len() + plain.len() / 64) as u64, expr.span)?;
        if pieces.is_empty() {
            return Ok(Value::text(plain));
        }
        pieces.push(Value::text(plain));
        pieces.retain(|piece| *piece != Value::text(""));
        Ok(Later::new(From::Joined(pieces.into()), expr.span).value())
    }

    /// A value as text, where the language makes one of it (D8): in `${}` also a Float, never a unit.
    fn interpolated(&mut self, value: Value, expr: &Expr) -> Eval {
        match value {
            Value::Text(_) | Value::Later(_) => Ok(value),
            Value::Int(_) | Value::Bool(_) | Value::Cidr(_) | Value::Ip(_) | Value::Float(_) => {
                Ok(Value::text(value.to_string()))
            }
            other => self.fail(wrong_kind::no_text(expr.span, &other)),
        }
    }
}

/// Adds a part of a text: plain text is put together, and so are the parts of later text.
fn add_piece(value: Value, plain: &mut String, pieces: &mut Vec<Value>) {
    match value {
        Value::Text(text) => plain.push_str(&text),
        Value::Later(later) => match later.from() {
            From::Joined(parts) => parts.iter().for_each(|part| add_piece(part.clone(), plain, pieces)),
            _ => pieces.extend([Value::text(std::mem::take(plain)), Value::Later(later)]),
        },
        other => pieces.push(other),
    }
}
