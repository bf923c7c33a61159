use cloudc_base::Span;
use cloudc_base::value::Value;

use crate::mistakes::too_much;
use crate::program::{Eval, Program, Silent};

/// Takes what something costs, one step for what takes a part of a microsecond, from what the program may still compute.
pub(super) fn pay(program: &mut Program<'_>, steps: u64, span: Span) -> Eval<()> {
    let left = u32::try_from(steps).ok().and_then(|steps| program.steps.checked_sub(steps));
    match left {
        Some(left) => {
            program.steps = left;
            Ok(())
        }
        None if std::mem::replace(&mut program.stopped, true) => Err(Silent),
        None => program.fail(too_much::steps(span)),
    }
}

/// How many steps the memory of a value is worth, apart from what is in its parts: as many as writing it out takes.
pub(super) fn size(value: &Value) -> u64 {
    match value {
        Value::List(values) => values.len() as u64,
        Value::Record(record) => record.iter().len() as u64,
        Value::Text(text) => text.len() as u64 / 64,
        _ => 0,
    }
}
