use cloudc_base::Span;

use crate::mistakes::too_much;
use crate::program::{Eval, Program, Silent};

/// Takes what something costs from what the program may still compute.
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
