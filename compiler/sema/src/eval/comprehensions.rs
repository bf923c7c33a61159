use std::sync::Arc;

use cloudc_base::value::Value;

use super::draft::Draft;
use crate::hir::{Expr, ForHead};
use crate::mistakes::duplicate_entry;
use crate::program::{Eval, FrameId, Locals, Program, Silent};

/// The names that a turn of a loop brings in.
pub(crate) fn locals(head: &ForHead, first: Value, value: Value) -> Locals {
    let key = head.key.iter().map(|key| Arc::clone(&key.text)).zip([first]);
    key.chain([(Arc::clone(&head.name.text), value)]).collect()
}

impl Program<'_> {
    /// `[for .. => value]`
    pub(crate) fn comprehension(&mut self, frame: FrameId, head: &ForHead, value: &Expr) -> Eval {
        let mut values = Vec::new();
        self.each_turn(frame, head, &mut |program, turn| {
            values.push(program.value(turn, value)?);
            Ok(())
        })?;
        Ok(Value::list(values))
    }

    /// `for .. => key = value` in a record.
    pub(super) fn fold(
        &mut self,
        frame: FrameId,
        head: &ForHead,
        key: &Expr,
        value: &Expr,
        into: &mut Draft,
    ) -> Eval<()> {
        self.each_turn(frame, head, &mut |program, turn| {
            let name = program.entry_name(turn, key)?;
            if into.has(&name) {
                return program.fail(duplicate_entry::finding(key.span, &name));
            }
            let value = program.value(turn, value)?;
            into.set(name, value);
            Ok(())
        })
    }

    /// Goes through the turns of a loop whose condition holds, each a frame with the loop's names, which ends with the turn.
    pub(crate) fn each_turn(
        &mut self,
        frame: FrameId,
        head: &ForHead,
        turn: &mut dyn FnMut(&mut Self, FrameId) -> Eval<()>,
    ) -> Eval<()> {
        let over = self.value(frame, &head.over)?;
        let mut result = Ok(());
        for (first, value) in self.elements(&over, head.over.span)? {
            let scope = self.scope(frame, locals(head, first, value));
            let holds = match &head.condition {
                Some(condition) => self.condition(scope, condition),
                None => Ok(true),
            };
            let done = match holds {
                Ok(true) => turn(self, scope),
                Ok(false) => Ok(()),
                Err(silent) => Err(silent),
            };
            self.leave(scope);
            // One bad turn does not hide another, but a program that computes too much is stopped.
            result = result.and(done);
            if self.stopped {
                return Err(Silent);
            }
        }
        result
    }
}
