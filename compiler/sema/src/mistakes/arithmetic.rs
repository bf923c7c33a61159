use cloudc_base::value::Value;
use cloudc_base::{Finding, Span};

use crate::hir::Operator;

super::code!("E0206" "arithmetic" "arithmetic.md");

/// Two kinds of values that an operator does not join.
pub(crate) fn kinds(span: Span, operator: Operator, a: &Value, b: &Value) -> Finding {
    let finding = Finding::new(&CODE, span, format!("`{}` does not join {} and {}", operator.mark(), a.kind(), b.kind()));
    let texts = operator == Operator::Add && matches!(a, Value::Text(_) | Value::List(_));
    if texts { finding.help("texts are joined as `\"${a}${b}\"`, lists by `concat`") } else { finding }
}

/// A division by zero.
pub(crate) fn by_zero(span: Span) -> Finding {
    Finding::new(&CODE, span, "this is zero: nothing can be divided by it")
}

/// A division of whole numbers that leaves a rest.
pub(crate) fn inexact(span: Span, a: &Value, b: &Value) -> Finding {
    Finding::new(&CODE, span, format!("{a} is no multiple of {b}")).help("with a dot, as in `7.0 / 2`, the result has one too")
}

/// A result beyond 64 bits.
pub(crate) fn too_large(span: Span) -> Finding {
    Finding::new(&CODE, span, "the result is too large")
}

/// A range whose ends are the wrong way round.
pub(crate) fn backwards(left: Span, right: Span, a: &Value, b: &Value) -> Finding {
    Finding::new(&CODE, right, format!("this range ends at {b}, before its start")).label(left, format!("starts at {a}"))
}
