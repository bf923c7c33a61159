use std::cmp::Ordering;
use std::sync::Arc;

use cloudc_base::value::{Later, Value};
use cloudc_base::{Duration, Percent, Size};

use crate::hir::{Expr, Operator};
use crate::mistakes::{arithmetic, wrong_kind};
use crate::program::{Eval, FrameId, Program};

impl Program<'_> {
    pub(crate) fn binary(&mut self, frame: FrameId, operator: Operator, left: &Expr, right: &Expr) -> Eval {
        match operator {
            Operator::And | Operator::Or => self.logic(frame, operator, left, right),
            Operator::Else => self.or_else(frame, left, right),
            Operator::Equal | Operator::Unequal => self.equality(frame, operator, left, right),
            Operator::Less | Operator::AtMost | Operator::Greater | Operator::AtLeast => {
                self.order(frame, operator, left, right)
            }
            Operator::Range => self.range(frame, left, right),
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide => {
                self.arithmetic(frame, operator, left, right)
            }
        }
    }

    /// `&&` and `||`: the right side is needed only if the left does not decide.
    fn logic(&mut self, frame: FrameId, operator: Operator, left: &Expr, right: &Expr) -> Eval {
        let decided = operator == Operator::Or;
        if self.condition(frame, left)? == decided {
            return Ok(Value::Bool(decided));
        }
        self.condition(frame, right).map(Value::Bool)
    }

    /// `??`: whether the left is null must be known; it may be later otherwise only if it cannot be null.
    fn or_else(&mut self, frame: FrameId, left: &Expr, right: &Expr) -> Eval {
        match self.value(frame, left)? {
            Value::Null => self.value(frame, right),
            value => Ok(value),
        }
    }

    /// `==`: of one kind, structurally; a handle may be compared with null.
    fn equality(&mut self, frame: FrameId, operator: Operator, left: &Expr, right: &Expr) -> Eval {
        let (a, b) = (self.value(frame, left)?, self.value(frame, right)?);
        if a == Value::Null || b == Value::Null {
            // A later value is never null: whether there is one is known, what it is is not.
            return Ok(Value::Bool((a == b) == (operator == Operator::Equal)));
        }
        if a.kind() != b.kind() && a.later().is_none() && b.later().is_none() {
            return self.fail(wrong_kind::two_kinds(left.span, right.span, &a, &b));
        }
        self.pay(a.weight().min(b.weight()) / 8, left.span)?;
        match same(&a, &b) {
            Ok(same) => Ok(Value::Bool(same == (operator == Operator::Equal))),
            Err(later) => {
                let span = if a.later().is_some() { left.span } else { right.span };
                self.too_late(span, &format!("`{}`", operator.mark()), &later)
            }
        }
    }

    fn order(&mut self, frame: FrameId, operator: Operator, left: &Expr, right: &Expr) -> Eval {
        let mark = format!("`{}`", operator.mark());
        let (a, b) = (self.known(frame, left, &mark)?, self.known(frame, right, &mark)?);
        let Some(order) = compare(&a, &b) else {
            return self.fail(wrong_kind::two_kinds(left.span, right.span, &a, &b));
        };
        Ok(Value::Bool(match operator {
            Operator::Less => order == Ordering::Less,
            Operator::AtMost => order != Ordering::Greater,
            Operator::Greater => order == Ordering::Greater,
            _ => order != Ordering::Less,
        }))
    }

    fn range(&mut self, frame: FrameId, left: &Expr, right: &Expr) -> Eval {
        let (a, b) = (self.known(frame, left, "a range")?, self.known(frame, right, "a range")?);
        match compare(&a, &b) {
            None => self.fail(wrong_kind::two_kinds(left.span, right.span, &a, &b)),
            Some(Ordering::Greater) => self.fail(arithmetic::backwards(left.span, right.span, &a, &b)),
            Some(_) => Ok(Value::Range(Arc::new((a, b)))),
        }
    }

    fn arithmetic(&mut self, frame: FrameId, operator: Operator, left: &Expr, right: &Expr) -> Eval {
        let mark = format!("`{}`", operator.mark());
        let (a, b) = (self.known(frame, left, &mark)?, self.known(frame, right, &mark)?);
        let span = cloudc_base::Span { end: right.span.end, ..left.span };
        match compute(operator, &a, &b) {
            Ok(value) => Ok(value),
            Err(Wrong::Kinds) => self.fail(arithmetic::kinds(span, operator, &a, &b)),
            Err(Wrong::Zero) => self.fail(arithmetic::by_zero(right.span)),
            Err(Wrong::Inexact) => self.fail(arithmetic::inexact(span, &a, &b)),
            Err(Wrong::Range) => self.fail(arithmetic::too_large(span)),
        }
    }

    pub(crate) fn negative(&mut self, frame: FrameId, inner: &Expr) -> Eval {
        let value = self.known(frame, inner, "`-`")?;
        match compute(Operator::Subtract, &zero_like(&value), &value) {
            Ok(value) => Ok(value),
            Err(_) => self.fail(wrong_kind::finding(inner.span, "a number", &value)),
        }
    }
}

fn zero_like(value: &Value) -> Value {
    match value {
        Value::Float(_) => Value::Float(0.0),
        Value::Duration(_) => Value::Duration(Duration::new(0)),
        Value::Size(_) => Value::Size(Size::new(0)),
        Value::Percent(_) => Value::Percent(Percent::new(0)),
        _ => Value::Int(0),
    }
}

/// The order of two values of one ordered kind; Int and Float are both numbers.
pub(crate) fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Duration(a), Value::Duration(b)) => Some(a.cmp(b)),
        (Value::Size(a), Value::Size(b)) => Some(a.cmp(b)),
        (Value::Percent(a), Value::Percent(b)) => Some(a.cmp(b)),
        (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => number(a).partial_cmp(&number(b)),
        _ => None,
    }
}

fn number(value: &Value) -> f64 {
    match value {
        Value::Int(value) => *value as f64,
        Value::Float(value) => *value,
        _ => f64::NAN,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Kinds,
    Zero,
    Inexact,
    Range,
}

/// `+ - * /` (D36): numbers with numbers, a unit with itself, a unit times or divided by a number, a unit divided by
/// itself. Whole numbers divide exactly or not at all.
fn compute(operator: Operator, a: &Value, b: &Value) -> Result<Value, Wrong> {
    let unit = |a: i64, b: i64, make: fn(i64) -> Value| match operator {
        Operator::Add => a.checked_add(b).map(make).ok_or(Wrong::Range),
        Operator::Subtract => a.checked_sub(b).map(make).ok_or(Wrong::Range),
        Operator::Divide => ratio(a, b),
        _ => Err(Wrong::Kinds),
    };
    let scaled = |count: i64, by: &Value, make: fn(i64) -> Value| scale(operator, count, by).map(make);
    let number = |value: &Value| matches!(value, Value::Int(_) | Value::Float(_));
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => whole(operator, *a, *b),
        (a, b) if number(a) && number(b) => float(operator, self::number(a), self::number(b)),
        (Value::Duration(a), Value::Duration(b)) => unit(a.count(), b.count(), duration),
        (Value::Size(a), Value::Size(b)) => unit(a.count(), b.count(), size),
        (Value::Percent(a), Value::Percent(b)) => unit(a.count(), b.count(), percent),
        (Value::Duration(a), by) if number(by) => scaled(a.count(), by, duration),
        (Value::Size(a), by) if number(by) => scaled(a.count(), by, size),
        (Value::Percent(a), by) if number(by) => scaled(a.count(), by, percent),
        (by, Value::Duration(a)) if number(by) && operator == Operator::Multiply => scaled(a.count(), by, duration),
        (by, Value::Size(a)) if number(by) && operator == Operator::Multiply => scaled(a.count(), by, size),
        (by, Value::Percent(a)) if number(by) && operator == Operator::Multiply => scaled(a.count(), by, percent),
        _ => Err(Wrong::Kinds),
    }
}

fn duration(count: i64) -> Value {
    Value::Duration(Duration::new(count))
}

fn size(count: i64) -> Value {
    Value::Size(Size::new(count))
}

fn percent(count: i64) -> Value {
    Value::Percent(Percent::new(count))
}

fn whole(operator: Operator, a: i64, b: i64) -> Result<Value, Wrong> {
    let result = match operator {
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        Operator::Multiply => a.checked_mul(b),
        _ if b == 0 => return Err(Wrong::Zero),
        _ if a % b != 0 => return Err(Wrong::Inexact),
        _ => a.checked_div(b),
    };
    result.map(Value::Int).ok_or(Wrong::Range)
}

fn float(operator: Operator, a: f64, b: f64) -> Result<Value, Wrong> {
    let result = match operator {
        Operator::Add => a + b,
        Operator::Subtract => a - b,
        Operator::Multiply => a * b,
        _ if b == 0.0 => return Err(Wrong::Zero),
        _ => a / b,
    };
    if result.is_finite() { Ok(Value::Float(result)) } else { Err(Wrong::Range) }
}

/// A unit divided by itself: a whole number where it is one.
fn ratio(a: i64, b: i64) -> Result<Value, Wrong> {
    match b {
        0 => Err(Wrong::Zero),
        _ if a % b == 0 => a.checked_div(b).map(Value::Int).ok_or(Wrong::Range),
        _ => Ok(Value::Float(a as f64 / b as f64)),
    }
}

/// A unit times or divided by a number, to the nearest whole of its smallest unit.
fn scale(operator: Operator, count: i64, by: &Value) -> Result<i64, Wrong> {
    let exact = |by: i64| match operator {
        Operator::Multiply => count.checked_mul(by).ok_or(Wrong::Range),
        Operator::Divide if by == 0 => Err(Wrong::Zero),
        Operator::Divide if count % by == 0 => Ok(count / by),
        Operator::Divide => Err(Wrong::Inexact),
        _ => Err(Wrong::Kinds),
    };
    let near = |by: f64| {
        let result = match operator {
            Operator::Multiply => count as f64 * by,
            Operator::Divide if by == 0.0 => return Err(Wrong::Zero),
            Operator::Divide => count as f64 / by,
            _ => return Err(Wrong::Kinds),
        };
        let fits = result.is_finite() && result.abs() < 9.0e18;
        if fits { Ok(result.round() as i64) } else { Err(Wrong::Range) }
    };
    match by {
        Value::Int(by) => exact(*by),
        other => near(number(other)),
    }
}

/// Whether two values are the same; a later part decides nothing, so it is an error if all the rest is the same.
fn same(a: &Value, b: &Value) -> Result<bool, Arc<Later>> {
    let all = |mut pairs: Vec<Result<bool, Arc<Later>>>| {
        if pairs.iter().any(|pair| matches!(pair, Ok(false))) {
            return Ok(false);
        }
        pairs.pop().map_or(Ok(true), |last| pairs.into_iter().find(Result::is_err).unwrap_or(last))
    };
    match (a, b) {
        (Value::Later(later), other) | (other, Value::Later(later)) => {
            if *other == Value::Null {
                Ok(false)
            } else {
                Err(Arc::clone(later))
            }
        }
        (Value::List(a), Value::List(b)) if a.len() == b.len() => {
            all(a.iter().zip(b.iter()).map(|(a, b)| same(a, b)).collect())
        }
        (Value::Record(a), Value::Record(b)) if a.iter().len() == b.iter().len() => {
            let pairs = a.iter().map(|(name, a)| b.get(name).map_or(Ok(false), |b| same(a, b)));
            all(pairs.collect())
        }
        (a, b) if a.later().is_none() && b.later().is_none() => Ok(a == b),
        _ => Ok(false),
    }
}
