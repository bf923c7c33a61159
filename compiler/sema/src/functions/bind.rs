//! Arguments laid out along the params of a function: positional, then named (D37).

use cloudc_base::value::Value;
use cloudc_base::{Finding, Span, nearest};

use super::argument::Given;
use super::function::{Param, Takes, Waits};
use super::{Entry, doc};
use crate::cost;
use crate::hir::Argument;
use crate::mistakes::{bad_call, too_much};
use crate::program::{Eval, FrameId, Program};

/// How much the arguments of one call may weigh: as much as a value may. What a function does takes time along it.
const MAX_WEIGHT: u64 = 4_000_000;

/// What each param is given, in their order.
pub(super) type Bound<'c> = Vec<Vec<Given<'c>>>;

pub(super) fn bind<'c>(
    program: &mut Program<'_>,
    frame: FrameId,
    entry: &'static Entry,
    arguments: &'c [Argument],
    span: Span,
) -> Eval<Bound<'c>> {
    let written = lay_out(program, entry, arguments, span)?;
    let mut bound = values(program, frame, entry, written)?;
    pay(program, &bound, span)?;
    for (param, given) in entry.function.params.iter().zip(&mut bound) {
        if let (true, Some(preset)) = (given.is_empty(), param.preset) {
            given.push(Given { value: preset.value(), span, expr: None });
        }
    }
    Ok(bound)
}

/// The values of all arguments; all are computed, so that every mistake in them is found.
fn values<'c>(
    program: &mut Program<'_>,
    frame: FrameId,
    entry: &'static Entry,
    written: Vec<Vec<&'c Argument>>,
) -> Eval<Bound<'c>> {
    let mut all = Ok(Vec::new());
    for (param, written) in entry.function.params.iter().zip(written) {
        let mut given = Ok(Vec::new());
        for argument in written {
            match (value(program, frame, entry, param, argument), &mut given) {
                (Ok(value), Ok(given)) => given.push(value),
                (Err(silent), _) => given = Err(silent),
                _ => {}
            }
        }
        match (given, &mut all) {
            (Ok(given), Ok(all)) => all.push(given),
            (Err(silent), _) => all = Err(silent),
            _ => {}
        }
    }
    all
}

/// The arguments of each param.
fn lay_out<'c>(
    program: &mut Program<'_>,
    entry: &'static Entry,
    arguments: &'c [Argument],
    span: Span,
) -> Eval<Vec<Vec<&'c Argument>>> {
    let params = entry.function.params;
    let mut written: Vec<Vec<&Argument>> = vec![Vec::new(); params.len()];
    let mut next = 0;
    let mut named = false;
    for argument in arguments {
        named |= argument.name.is_some();
        let index = match &argument.name {
            Some(name) => params.iter().position(|param| *param.name == *name.text),
            None if named => return program.fail(bad_call::order(argument.value.span)),
            None => Some(next),
        };
        let Some((param, slot)) = index.and_then(|index| Some((params.get(index)?, written.get_mut(index)?))) else {
            return program.fail(unknown(entry, argument, span));
        };
        if let (Some(first), false) = (slot.first(), param.many) {
            let at = argument.name.as_ref().map_or(argument.value.span, |name| name.span);
            return program.fail(bad_call::twice(at, param.name, first.value.span));
        }
        slot.push(argument);
        next += usize::from(!named && !param.many);
    }
    let missing = params.iter().zip(&written).find(|(param, slot)| slot.is_empty() && param.preset.is_none());
    match missing {
        Some((param, _)) => program.fail(bad_call::missing(span, param.name, &doc::shape(entry))),
        None => Ok(written),
    }
}

/// An argument that has no param.
fn unknown(entry: &'static Entry, argument: &Argument, span: Span) -> Finding {
    match &argument.name {
        Some(name) => {
            let near = nearest(&name.text, entry.function.params.iter().map(|param| param.name));
            bad_call::unknown(name.span, entry.name, &name.text, near, &doc::shape(entry))
        }
        None => bad_call::shape(span, &doc::shape(entry)),
    }
}

/// The value of an argument, of the kind that the param takes.
fn value<'c>(
    program: &mut Program<'_>,
    frame: FrameId,
    entry: &'static Entry,
    param: &Param,
    argument: &'c Argument,
) -> Eval<Given<'c>> {
    let span = argument.value.span;
    let value = match (program.value(frame, &argument.value)?, param.preset) {
        (Value::Null, Some(preset)) => preset.value(),
        (value, _) => value,
    };
    let too_late = match param.waits {
        Waits::Yes => None,
        Waits::No => value.later(),
        Waits::Parts => value.later().filter(|_| matches!(value, Value::Later(_))),
    };
    if let Some(later) = too_late {
        return program.too_late(span, &format!("`{}`", entry.name), later);
    }
    let given = Given { value, span, expr: Some(&argument.value) };
    match param.takes.fit(given.value.clone()) {
        Some(value) => Ok(Given { value, ..given }),
        None => program.fail(wrong(entry, param, &given)),
    }
}

/// An argument of another kind than the param takes; of a list, the element.
fn wrong(entry: &'static Entry, param: &Param, given: &Given<'_>) -> Finding {
    let (mut span, mut kind) = (given.span, given.value.kind());
    if let (Takes::Texts, Value::List(values)) = (param.takes, &given.value)
        && let Some(index) = values.iter().position(|value| Takes::Text.fit(value.clone()).is_none())
    {
        span = given.element(index);
        kind = values.get(index).map_or(kind, Value::kind);
    }
    bad_call::wrong(span, entry.name, param.name, param.takes.words(), kind)
}

/// Counts what a call costs: the texts that the function goes through, and a step for every few parts of other values.
fn pay(program: &mut Program<'_>, bound: &Bound<'_>, span: Span) -> Eval<()> {
    let given = || bound.iter().flatten().map(|given| &given.value);
    if given().fold(0u64, |all, value| all.saturating_add(value.weight())) > MAX_WEIGHT {
        return program.fail(too_much::weight(span));
    }
    let cost = |value: &Value| if let Value::Text(_) = value { cost::size(value) } else { value.weight() / 8 };
    program.pay(given().map(cost).sum(), span)
}
