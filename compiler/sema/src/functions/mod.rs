//! The functions of the language: pure, one idea one file, listed here.

mod basename;
mod cidr;
mod concat;
mod dns;
mod extreme;
mod flat;
mod folder;
mod int;
mod ip;
mod is_secret;
mod join;
mod keys;
mod merge;
mod ports;
mod split;
mod subnet;
mod take;
mod values;

use std::sync::Arc;

use cloudc_base::value::{List, Record, Value};
use cloudc_base::{Span, nearest};

use crate::hir::{Argument, Expr, ExprKind};
use crate::mistakes::{bad_call, unknown_function};
use crate::program::{Eval, FrameId, Program};

/// A function: how it is called, and what it gives.
pub(crate) struct Function {
    name: &'static str,
    /// How it is called, as messages and documentation show it.
    shape: &'static str,
    run: fn(&mut Given<'_, '_>) -> Eval,
}

const FUNCTIONS: &[&Function] = &[
    &ports::ALL,
    &basename::FUNCTION,
    &cidr::FUNCTION,
    &concat::FUNCTION,
    &dns::FUNCTION,
    &flat::FUNCTION,
    &folder::FUNCTION,
    &ports::ICMP,
    &int::FUNCTION,
    &ip::FUNCTION,
    &is_secret::FUNCTION,
    &join::FUNCTION,
    &keys::FUNCTION,
    &extreme::MAX,
    &merge::FUNCTION,
    &extreme::MIN,
    &split::FUNCTION,
    &subnet::FUNCTION,
    &take::FUNCTION,
    &ports::TCP,
    &ports::UDP,
    &values::FUNCTION,
];

/// What a function was called with.
pub(crate) struct Given<'p, 'w> {
    program: &'p mut Program<'w>,
    function: &'static Function,
    span: Span,
    arguments: Vec<(Value, Span)>,
}

/// Calls a function by its name.
pub(crate) fn call(
    program: &mut Program<'_>,
    frame: FrameId,
    callee: &Expr,
    arguments: &[Argument],
    span: Span,
) -> Eval {
    let ExprKind::Name(name) = &callee.kind else {
        return program.fail(unknown_function::finding(callee.span, &callee.to_string(), None));
    };
    let Some(function) = FUNCTIONS.iter().find(|function| *function.name == **name) else {
        let near = nearest(name, FUNCTIONS.iter().map(|function| function.name));
        return program.fail(unknown_function::finding(callee.span, name, near));
    };
    if arguments.iter().any(|argument| argument.name.is_some()) {
        return program.fail(bad_call::finding(span, function.shape));
    }
    let values: Vec<Eval> = arguments.iter().map(|argument| program.value(frame, &argument.value)).collect();
    let values = values.into_iter().collect::<Eval<Vec<Value>>>()?;
    let arguments = values.into_iter().zip(arguments.iter().map(|argument| argument.value.span)).collect();
    (function.run)(&mut Given { program, function, span, arguments })
}

impl Given<'_, '_> {
    /// The arguments, if there are exactly so many.
    fn exactly<const N: usize>(&mut self) -> Eval<[(Value, Span); N]> {
        match std::mem::take(&mut self.arguments).try_into() {
            Ok(arguments) => Ok(arguments),
            Err(_) => self.misused(),
        }
    }

    /// All arguments, if there is at least one.
    fn some(&mut self) -> Eval<Vec<(Value, Span)>> {
        if self.arguments.is_empty() { self.misused() } else { Ok(std::mem::take(&mut self.arguments)) }
    }

    fn misused<T>(&mut self) -> Eval<T> {
        self.program.fail(bad_call::finding(self.span, self.function.shape))
    }

    /// Reports an argument that the function can make nothing of.
    fn refuse<T>(&mut self, span: Span, why: impl Into<String>) -> Eval<T> {
        self.program.fail(bad_call::value(span, why))
    }

    fn wrong<T>(&mut self, (value, span): &(Value, Span), wanted: &str) -> Eval<T> {
        if let Value::Later(later) = value {
            let by = format!("`{}`", self.function.name);
            return self.program.too_late(*span, &by, later);
        }
        let why = format!("`{}` takes {wanted} here, and this is {}", self.function.name, value.kind());
        self.refuse(*span, why)
    }

    fn text(&mut self, argument: (Value, Span)) -> Eval<Arc<str>> {
        if let Value::Text(text) = argument.0 { Ok(text) } else { self.wrong(&argument, "a String") }
    }

    fn int(&mut self, argument: &(Value, Span)) -> Eval<i64> {
        if let Value::Int(number) = argument.0 { Ok(number) } else { self.wrong(argument, "an Int") }
    }

    fn list(&mut self, argument: (Value, Span)) -> Eval<Arc<List>> {
        if let Value::List(values) = argument.0 { Ok(values) } else { self.wrong(&argument, "a list") }
    }

    fn record(&mut self, argument: (Value, Span)) -> Eval<Arc<Record>> {
        if let Value::Record(record) = argument.0 { Ok(record) } else { self.wrong(&argument, "a record") }
    }
}
